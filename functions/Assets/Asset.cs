namespace Patchbay.Assets;

/// <summary>What is scanned: a repository, service, image or host.</summary>
/// <param name="Slug">Lower-case name in URLs; see <see cref="AssetSlug"/>.</param>
/// <param name="Name">The name people read.</param>
public sealed record Asset(string Slug, string Name)
{
    /// <summary>E-mail addresses of those who answer for it.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Labels that policies and assignments can match.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How bad an outage or breach would be; null when nobody said.</summary>
    public BusinessImpact? Impact { get; init; }

    /// <summary>When it was first named, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How bad a breach of an asset would be for the business.</summary>
public enum BusinessImpact
{
    /// <summary>An annoyance.</summary>
    Low,

    /// <summary>Costs money or trust.</summary>
    Medium,

    /// <summary>Hurts for long.</summary>
    High,

    /// <summary>Threatens the business.</summary>
    Critical,
}
