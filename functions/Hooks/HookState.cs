namespace Patchbay.Hooks;

/// <summary>How an instance's webhook stands, and what a person can do about it.</summary>
/// <param name="State"><c>no-secret</c>, <c>waiting</c>, <c>working</c> or <c>refusing</c>.</param>
/// <param name="Advice">One or two sentences.</param>
public sealed record HookState(string State, string Advice)
{
    /// <summary>Judges by what has come in so far.</summary>
    /// <param name="hasSecret">Calls can prove themselves.</param>
    public static HookState Of(HookHealth health, bool hasSecret) => (hasSecret, health) switch
    {
        (false, _) => new("no-secret", "Every call is refused until the secret is set; changes in the tracker are found by the nightly look alone."),
        (_, { LastRefusedAt: { } refused }) when health.LastAcceptedAt is not { } accepted || accepted < refused => new(
            "refusing", $"The last call was refused: {health.LastRefusedReason} Give the tracker and Patchbay the same secret."),
        (_, { LastAcceptedAt: null }) => new("waiting", "No call has come yet. Follow the steps in the tracker, or change a ticket to try it."),
        _ => new("working", "Calls come in and prove themselves."),
    };
}
