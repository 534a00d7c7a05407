using System.Net.Http.Headers;
using System.Text.Json;

namespace Patchbay.Trackers;

/// <summary>How one call to a tracker ended, judged by <see cref="TrackerHttp"/> alone.</summary>
public abstract record TrackerAnswer
{
    private TrackerAnswer()
    {
    }

    /// <summary>2xx.</summary>
    /// <param name="Body">JSON; of kind <see cref="JsonValueKind.Undefined"/> when the answer had no body.</param>
    public sealed record Done(int Status, JsonElement Body, HttpResponseHeaders Headers) : TrackerAnswer;

    /// <summary>Busy, limited or unreachable, and certainly not done.</summary>
    /// <param name="After">The wait the tracker asked for, at most a day; null if it did not say.</param>
    /// <param name="HoldsLane">It limits us as a whole, or is away as a whole.</param>
    public sealed record Later(TimeSpan? After, string Reason, bool HoldsLane) : TrackerAnswer;

    /// <summary>A creation without a usable answer: it may have been done.</summary>
    /// <param name="After">The wait the tracker asked for; null if it did not say.</param>
    public sealed record Lost(TimeSpan? After, string Reason) : TrackerAnswer;

    /// <summary>Will end the same way until a person changes something.</summary>
    /// <param name="Status">The HTTP status; 0 when we did not even ask.</param>
    /// <param name="MovedTo">Where a redirect that is not followed leads; null otherwise.</param>
    public sealed record Refused(int Status, string Reason, Uri? MovedTo = null) : TrackerAnswer;

    /// <summary>Why the call is not done; null when it is.</summary>
    public string? FailureReason() => this switch
    {
        Later later => later.Reason,
        Lost lost => lost.Reason,
        Refused refused => refused.Reason,
        _ => null,
    };

    /// <summary>The same end as a push's.</summary>
    /// <exception cref="InvalidOperationException">A call that is done has no failure to tell.</exception>
    public PushResult ToPush() => this switch
    {
        Later later => new PushResult.Later(later.After, later.Reason, later.HoldsLane),
        Lost lost => new PushResult.Unknown(lost.Reason, lost.After),
        Refused refused => new PushResult.Refused(refused.Reason),
        _ => throw new InvalidOperationException("The call is done."),
    };

    /// <summary>The same end as a look-up's.</summary>
    /// <exception cref="InvalidOperationException">A call that is done has no failure to tell.</exception>
    public MarkerSearch ToSearch() => this switch
    {
        Later later => new MarkerSearch.Later(later.After, later.Reason),
        Lost lost => new MarkerSearch.Later(lost.After, lost.Reason),
        Refused refused => new MarkerSearch.Refused(refused.Reason),
        _ => throw new InvalidOperationException("The call is done."),
    };

    /// <summary>The same end as a ticket's reading.</summary>
    /// <exception cref="InvalidOperationException">A call that is done has no failure to tell.</exception>
    public TicketReading ToReading() => this switch
    {
        Later later => new TicketReading.Later(later.After, later.Reason),
        Lost lost => new TicketReading.Later(lost.After, lost.Reason),
        Refused refused => new TicketReading.Refused(refused.Reason),
        _ => throw new InvalidOperationException("The call is done."),
    };

    /// <summary>The same end as asking for changes.</summary>
    /// <exception cref="InvalidOperationException">A call that is done has no failure to tell.</exception>
    public Changes ToChanges() => this switch
    {
        Later later => new Changes.Later(later.After, later.Reason),
        Lost lost => new Changes.Later(lost.After, lost.Reason),
        Refused refused => new Changes.Refused(refused.Reason),
        _ => throw new InvalidOperationException("The call is done."),
    };

    /// <summary>The same end as a project's reading.</summary>
    /// <exception cref="InvalidOperationException">A call that is done has no failure to tell.</exception>
    public ProjectReading ToProject() => this switch
    {
        Later later => new ProjectReading.Later(later.After, later.Reason),
        Lost lost => new ProjectReading.Later(lost.After, lost.Reason),
        Refused refused => new ProjectReading.Refused(refused.Reason),
        _ => throw new InvalidOperationException("The call is done."),
    };
}
