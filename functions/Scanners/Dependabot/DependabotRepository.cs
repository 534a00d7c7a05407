namespace Patchbay.Scanners.Dependabot;

/// <summary>An object of a GraphQL answer that may name a repository, inside others that may.</summary>
internal sealed class DependabotRepository(DependabotRepository? outer)
{
    public string? Owned { get; set; }

    public string? Plain { get; set; }

    /// <summary>The nearest name.</summary>
    public string? Name => Owned ?? Plain ?? outer?.Name;
}
