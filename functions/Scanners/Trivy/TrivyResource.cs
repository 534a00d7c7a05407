namespace Patchbay.Scanners.Trivy;

/// <summary>What was scanned: an image, a folder, or one object of a Kubernetes cluster.</summary>
internal sealed class TrivyResource
{
    public string? Artifact { get; set; }

    public string? ArtifactType { get; set; }

    public string? Namespace { get; set; }

    public string? Kind { get; set; }

    public string? Name { get; set; }

    /// <summary>Whether it is an object of a cluster.</summary>
    public bool IsInCluster => Kind is not null;

    /// <summary>Namespace, kind and name of a cluster's object, or the image without tag and digest; null for files.</summary>
    public string? Symbol => IsInCluster ? $"{Namespace}/{Kind}/{Name}".TrimStart('/') : IsImage ? RepositoryOf(Artifact) : null;

    /// <summary>The part of identities that stands for it and does not change from build to build.</summary>
    public string Key => IsInCluster ? $"{Namespace}/{Kind}/{Name}" : IsImage ? RepositoryOf(Artifact) ?? string.Empty : string.Empty;

    private bool IsImage => string.Equals(ArtifactType, "container_image", StringComparison.OrdinalIgnoreCase);

    /// <summary>An image's name without tag, digest and what Trivy puts behind it: <c>debian:12 (debian 12.1)</c> is <c>debian</c>.</summary>
    public static string? RepositoryOf(string? image)
    {
        var name = image.AsSpan();
        name = name.IndexOf(" (", StringComparison.Ordinal) is var release and >= 0 ? name[..release] : name;
        name = name.IndexOf('@') is var digest and >= 0 ? name[..digest] : name;
        var colon = name.LastIndexOf(':');
        name = colon > name.LastIndexOf('/') ? name[..colon] : name;
        return name.IsWhiteSpace() ? null : name.Length == image!.Length ? image : name.ToString();
    }
}
