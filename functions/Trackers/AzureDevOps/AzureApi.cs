using System.Net.Http.Headers;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Calls one organisation or collection as whoever the token belongs to.</summary>
/// <param name="address">The organisation: <c>https://dev.azure.com/acme</c>.</param>
/// <param name="credentials">Null when the token is missing; <paramref name="missing"/> then says so.</param>
internal sealed class AzureApi(
    TrackerHttp http, Uri address, string version, AzurePauses pauses, AuthenticationHeaderValue? credentials, string missing)
{
    /// <summary>Media type of a patch; a plain one is refused.</summary>
    public const string PatchType = "application/json-patch+json";

    /// <summary>Where the organisation is for people and programs alike, without a slash at its end.</summary>
    public string Root { get; } = address.AbsoluteUri.TrimEnd('/');

    /// <summary>Calls; the version is added to the path.</summary>
    public async Task<TrackerAnswer> SendAsync(TrackerCall call, CancellationToken cancellationToken)
    {
        if (credentials is null)
        {
            return new TrackerAnswer.Refused(0, missing);
        }

        if (pauses.Left(address) is { } left)
        {
            return new TrackerAnswer.Later(left, "Azure DevOps asked us to call less often.", HoldsLane: true);
        }

        var path = $"{call.Path}{(call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version={version}";
        var answer = await http.SendAsync(call with { Path = path, Authorization = credentials }, cancellationToken);
        pauses.Note(address, answer);
        return answer;
    }

    /// <summary>A call that changes a work item, or makes it.</summary>
    public static TrackerCall Patch(HttpMethod method, string path, IEnumerable<AzureChange> changes) =>
        new(method, path) { Body = changes, MediaType = PatchType };

    /// <summary>Path of a project's part of the API.</summary>
    public static string Wit(string project, string rest) => $"{Uri.EscapeDataString(project)}/_apis/wit/{rest}";
}

/// <summary>One operation of a patch.</summary>
/// <param name="Op">Add or test; add also replaces.</param>
internal sealed record AzureChange(string Op, string Path, object? Value)
{
    /// <summary>Sets a field.</summary>
    public static AzureChange Set(string field, object value) => new("add", $"/fields/{field}", value);

    /// <summary>Refuses the whole patch when somebody else was quicker.</summary>
    public static AzureChange IsRevision(long revision) => new("test", "/rev", revision);
}
