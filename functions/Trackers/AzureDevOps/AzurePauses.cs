using System.Collections.Concurrent;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Waits that Azure DevOps asked for in answers to calls that it did carry out.</summary>
/// <remarks>Who goes on calling is slowed down and then shut out. Source: Microsoft's "Rate and usage limits".</remarks>
internal sealed class AzurePauses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> until = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is left of an organisation's wait; null when there is none.</summary>
    public TimeSpan? Left(Uri organisation) =>
        until.TryGetValue(organisation.AbsoluteUri, out var end) && end - clock.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;

    /// <summary>Notes what an answer asks for.</summary>
    public void Note(Uri organisation, TrackerAnswer answer)
    {
        if (answer is TrackerAnswer.Done done && StatusJudge.Wait(done.Headers, clock.GetUtcNow()) is { } wait)
        {
            until[organisation.AbsoluteUri] = clock.GetUtcNow() + wait;
        }
    }
}
