using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Patchbay.Trackers;

/// <summary>Decides what an answer means, for every tracker the same. Pure.</summary>
internal static class StatusJudge
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan UnsaidLimit = TimeSpan.FromMinutes(1);

    /// <summary>Judges an answer that came in whole.</summary>
    /// <param name="body">The body when it is JSON; null when it is something else; undefined when empty.</param>
    public static TrackerAnswer Judge(
        HttpResponseMessage response, JsonElement? body, bool isCreation, TrackerManners manners, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var words = response.IsSuccessStatusCode ? null : Words(body, manners);
        switch (response.StatusCode)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices when body is { } json:
                return new TrackerAnswer.Done(status, json, response.Headers);
            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                return Mute(isCreation, status, $"{manners.Name} answered with something else than JSON; is the URL that of its API?");
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                return new TrackerAnswer.Refused(status, Moved(response, manners), response.Headers.Location);
            case HttpStatusCode.TooManyRequests:
            case HttpStatusCode.Forbidden when IsLimit(response.Headers, words):
                var wait = Wait(response.Headers, now) ?? UnsaidLimit;
                return new TrackerAnswer.Later(wait, $"{manners.Name} limits how often we may call{Colon(words)}.", HoldsLane: true);
            case HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                var reason = $"{manners.Name} is in trouble ({status}){Colon(words)}.";
                return isCreation
                    ? new TrackerAnswer.Lost(Wait(response.Headers, now), reason)
                    : new TrackerAnswer.Later(
                        Wait(response.Headers, now), reason, response.StatusCode == HttpStatusCode.ServiceUnavailable);
            default:
                return new TrackerAnswer.Refused(status, $"{manners.Name} {Verdict(response.StatusCode)} ({status}){Colon(words)}.");
        }
    }

    /// <summary>The wait that an answer asks for: at least a second, at most a day; null when it asks for none.</summary>
    /// <remarks>Source: RFC 9110, section 10.2.3; the rate limit headers of GitHub (epoch) and Jira (ISO).</remarks>
    public static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter is { } after
            ? after.Delta ?? after.Date - now
            : First(headers, "x-ratelimit-remaining") is "0" ? Reset(First(headers, "x-ratelimit-reset")) - now : null;
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, TimeSpan.TicksPerSecond, LongestWait.Ticks)) : null;
    }

    private static TrackerAnswer Mute(bool isCreation, int status, string reason) =>
        isCreation ? new TrackerAnswer.Lost(null, reason) : new TrackerAnswer.Refused(status, reason);

    private static string Moved(HttpResponseMessage response, TrackerManners manners) =>
        response.Headers.Location is { } location
            ? $"{manners.Name} says that it moved to {manners.Quote(location.ToString())} ({(int)response.StatusCode})."
            : $"{manners.Name} says that it moved, but not where to ({(int)response.StatusCode}).";

    private static bool IsLimit(HttpResponseHeaders headers, string? words) =>
        headers.RetryAfter is not null
        || First(headers, "x-ratelimit-remaining") is "0"
        || words?.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase) == true;

    private static string Verdict(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "does not accept our credentials",
        HttpStatusCode.Forbidden => "does not let us do this",
        HttpStatusCode.NotFound => "does not know this, or hides it from us",
        HttpStatusCode.Gone => "says that this is gone",
        HttpStatusCode.RequestEntityTooLarge => "finds this too large",
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => "says that somebody else changed this meanwhile",
        _ => "refuses this",
    };

    private static string? Words(JsonElement? body, TrackerManners manners) =>
        body is { ValueKind: not JsonValueKind.Undefined } json
        && manners.Words(json) is { } words
        && manners.Quote(words) is { Length: > 0 } quote
            ? quote.TrimEnd('.')
            : null;

    private static string Colon(string? words) => words is null ? "" : $": {words}";

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static DateTimeOffset? Reset(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(epoch)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
