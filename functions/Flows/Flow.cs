namespace Patchbay.Flows;

/// <summary>An orchestration.</summary>
/// <param name="Name">The function's name: its folder, as written. A plan that changes so that running instances break gets another name.</param>
public sealed record Flow(string Name, FlowPlan Plan);

/// <summary>What an orchestration does, step by step.</summary>
/// <remarks>
/// A pure function of its history: it is run from the start at every turn, with the answers of all the steps before. So it takes its time,
/// input and answers from the view alone, and asks for the same steps in the same order whenever it sees the same. It ends after
/// <see cref="FlowStep.Again"/>, or when it has no step left.
/// </remarks>
public delegate IEnumerable<FlowStep> FlowPlan(FlowView view);
