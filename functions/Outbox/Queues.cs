namespace Patchbay.Outbox;

/// <summary>The queues, by the names that infra, function.json and the stand-alone host share.</summary>
public static class Queues
{
    /// <summary>Findings to be judged by the policies. No sessions.</summary>
    public const string Evaluations = "evaluations";

    /// <summary>Wake-ups of lanes. The session is the lane, so each lane is drained by one worker at a time.</summary>
    public const string Lanes = "lanes";
}
