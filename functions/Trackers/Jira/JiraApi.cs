using System.Net.Http.Headers;

namespace Patchbay.Trackers.Jira;

/// <summary>Calls one Jira site as whoever the credentials say.</summary>
/// <param name="site">Where people open it.</param>
/// <param name="credentials">Null when something is missing; <paramref name="missing"/> then says what.</param>
internal sealed class JiraApi(
    TrackerHttp http, JiraEdition edition, Uri site, int textCharacters, AuthenticationHeaderValue? credentials, string missing)
{
    /// <summary>Which Jira it is.</summary>
    public JiraEdition Edition => edition;

    /// <summary>Longest text of a field, in characters.</summary>
    public int TextCharacters => textCharacters;

    /// <summary>Calls.</summary>
    public Task<TrackerAnswer> SendAsync(TrackerCall call, CancellationToken cancellationToken) => credentials is null
        ? Task.FromResult<TrackerAnswer>(new TrackerAnswer.Refused(0, missing))
        : http.SendAsync(call with { Path = $"{edition.Api}/{call.Path}", Authorization = credentials }, cancellationToken);

    /// <summary>The page of an issue for people.</summary>
    public string PageOf(string key) => $"{site.AbsoluteUri.TrimEnd('/')}/browse/{key}";
}
