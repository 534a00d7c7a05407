using Patchbay.Links;

namespace Patchbay.Tests.Journeys;

/// <summary>The steps at which a process may be killed.</summary>
internal static class KillSteps
{
    /// <summary>Those of a finding that has its own ticket.</summary>
    public static IReadOnlyList<PushStep> WithoutGroups { get; } =
        [.. Enum.GetValues<PushStep>().Where(s => s is not (PushStep.GroupTold or PushStep.GroupPushed))];

    /// <summary>Those of findings that share a ticket.</summary>
    public static IReadOnlyList<PushStep> All { get; } = Enum.GetValues<PushStep>();
}
