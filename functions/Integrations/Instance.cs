namespace Patchbay.Integrations;

/// <summary>A connection to one tracker.</summary>
/// <param name="Name">Lower-case name, letters, digits and hyphens, at most 40.</param>
/// <param name="Kind">The tracker: <c>folder</c>, <c>github</c>, ...</param>
public sealed record Instance(string Name, string Kind)
{
    /// <summary>Base URL of the tracker's API; null for the vendor's own service. For <c>folder</c>, unused.</summary>
    public string? Url { get; init; }

    /// <summary>Settings that are no secrets, by the names the tracker kind documents, such as <c>appId</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the secrets that are set; their values are never read back through the API.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Parallel streams of pushes, 1 to 8.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Shortest pause between two creations in a lane, in milliseconds; null for the tracker kind's default.</summary>
    public int? PaceMilliseconds { get; init; }

    /// <summary>Allows plain http, private addresses and redirects within the host; off unless a person switches it on.</summary>
    public bool AllowInsecure { get; init; }
}
