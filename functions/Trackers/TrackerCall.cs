using System.Net.Http.Headers;

namespace Patchbay.Trackers;

/// <summary>One call to a tracker.</summary>
/// <param name="Path">Below the base address, without a leading slash, its parts escaped; or an absolute URL on the same host.</param>
public sealed record TrackerCall(HttpMethod Method, string Path)
{
    /// <summary>Written as JSON; null for no body.</summary>
    public object? Body { get; init; }

    /// <summary>Media type of the body.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Who is asking; null for the headers that all calls have.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Makes something that must not be made twice: a lost answer is then <see cref="TrackerAnswer.Lost"/>.</summary>
    public bool IsCreation { get; init; }

    /// <summary>A call that reads.</summary>
    public static TrackerCall Get(string path) => new(HttpMethod.Get, path);

    /// <summary>A call that writes and may be repeated.</summary>
    public static TrackerCall Write(HttpMethod method, string path, object? body) => new(method, path) { Body = body };

    /// <summary>A call that must not be repeated blindly.</summary>
    public static TrackerCall Create(string path, object body) => new(HttpMethod.Post, path) { Body = body, IsCreation = true };
}
