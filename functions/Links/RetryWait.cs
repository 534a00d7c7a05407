namespace Patchbay.Links;

/// <summary>How long a failed push waits.</summary>
public static class RetryWait
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The wait before a push is tried again.</summary>
    /// <param name="attempt">Pushes made so far, from 1.</param>
    /// <param name="asked">The tracker's Retry-After, or null. Source: RFC 9110, section 10.2.3.</param>
    /// <returns>Between 30 seconds and 6 hours, doubling each attempt; never shorter than asked.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is below 1.</exception>
    public static TimeSpan After(int attempt, TimeSpan? asked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var doubled = attempt > 20 ? Longest : First * Math.Pow(2, attempt - 1);
        var wait = doubled < Longest ? doubled : Longest;
        return asked > wait ? asked.Value : wait;
    }
}
