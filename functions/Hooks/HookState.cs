using System.Globalization;

namespace Patchbay.Hooks;

/// <summary>How an instance's webhook stands, and what a person can do about it.</summary>
/// <param name="State"><c>no-secret</c>, <c>waiting</c>, <c>working</c>, <c>refusing</c>, <c>disabled</c> or <c>quiet</c>.</param>
/// <param name="Advice">A few sentences.</param>
/// <param name="Since">Since when it is refusing, disabled or quiet; null otherwise.</param>
public sealed record HookState(string State, string Advice, DateTimeOffset? Since = null)
{
    /// <summary>Judges by what has come in, and what polling found.</summary>
    /// <param name="hasSecret">Calls can prove themselves.</param>
    public static HookState Of(HookHealth health, bool hasSecret)
    {
        var accepted = health.LastAcceptedAt;
        if (!hasSecret)
        {
            return new("no-secret", "Every call is refused until the secret is set; changes in the tracker are found by polling alone.");
        }

        // One call that comes through says more than all that was wrong before it.
        if (health.LastRefusedAt is { } refused && !(accepted >= refused))
        {
            return new("refusing", $"The last call was refused: {health.LastRefusedReason} Give the tracker and Patchbay the same secret.", refused);
        }

        if (health.OffAt is { } off && !(accepted > off))
        {
            return new("disabled", $"{health.OffReason} Register the hook again; until then polling finds what changes.", off);
        }

        if (accepted is null)
        {
            return new("waiting", "No call has come yet. Follow the steps in the tracker, or change a ticket to try it.");
        }

        return health.LastMissedAt is { } missed && missed > accepted
            ? new(
                "quiet",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"No call has come since {accepted:u}, and polling found changes that none announced, the last at {missed:u}. Nothing is lost. ")
                    + "See in the tracker whether the hook is switched off or cannot reach us, or register it again.",
                accepted)
            : new("working", "Calls come in and prove themselves.");
    }
}
