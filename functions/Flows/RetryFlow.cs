using System.Security.Cryptography;
using System.Text;
using Patchbay.Links;
using Patchbay.Storage;

namespace Patchbay.Flows;

/// <summary>Waits until a parked push may be tried again, has its lane woken, and looks again until the push is off the lane.</summary>
/// <remarks>One instance for each parked push: it lives as long as the push is parked, and starts anew with every later time.</remarks>
public static class RetryFlow
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = nameof(RetryFlow);

    /// <summary>The activity that looks at the push and wakes its lane.</summary>
    public const string Activity = "WakeLane";

    // A failed activity has been logged where it failed; storage or queue are in trouble, which rarely ends within seconds.
    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromMinutes(2);

    /// <summary>The instance for a parked push.</summary>
    public static FlowStart Of(LaneId lane, PendingPush parked)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{lane.Partition}\n{parked.Key}"));
        var wish = new RetryWish(lane, parked.Key, parked.NotBefore ?? parked.WantedAt);
        return new FlowStart(Name, $"retry-{Convert.ToHexStringLower(hash.AsSpan(0, 20))}", Text(wish));
    }

    /// <summary>The plan.</summary>
    public static IEnumerable<FlowStep> Plan(FlowView view)
    {
        var wish = view.Input<RetryWish>();
        yield return new FlowStep.Sleep(wish.Due);
        yield return new FlowStep.Call(Activity, Text(wish));
        var again = view.Last is CallEnd.Done done ? done.Read<RetryLook>().Again : view.Now + WaitAfterFailure;
        if (again is { } due)
        {
            yield return new FlowStep.Again(Text(wish with { Due = due }));
        }
    }

    private static string Text<T>(T value) => Encoding.UTF8.GetString(StoredJson.Write(value));
}

/// <summary>What a retry is about.</summary>
/// <param name="Push">Key of the push in its lane.</param>
/// <param name="Due">When it may be tried again.</param>
public sealed record RetryWish(LaneId Lane, string Push, DateTimeOffset Due);

/// <summary>What the activity found.</summary>
/// <param name="Again">When to look again; null when the push is off the lane.</param>
public sealed record RetryLook(DateTimeOffset? Again);
