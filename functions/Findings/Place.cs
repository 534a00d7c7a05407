namespace Patchbay.Findings;

/// <summary>Where a finding is: in a file, in a component, or on a host. Members that do not apply are null.</summary>
public sealed record Place
{
    /// <summary>No place at all.</summary>
    public static Place Nowhere { get; } = new();

    /// <summary>Repository-relative path with forward slashes.</summary>
    public string? Path { get; init; }

    /// <summary>First line, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Last line, from 1.</summary>
    public int? EndLine { get; init; }

    /// <summary>First column, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The code at that place, as the scanner showed it; cut to <see cref="FindingLimits.SnippetCharacters"/>.</summary>
    public string? Snippet { get; init; }

    /// <summary>Fully qualified name of the function, class or resource.</summary>
    public string? Symbol { get; init; }

    /// <summary>Package URL or package name of the affected component.</summary>
    public string? Component { get; init; }

    /// <summary>Version of the component that was found.</summary>
    public string? Version { get; init; }

    /// <summary>First version without the flaw, as the scanner says it.</summary>
    public string? FixedVersion { get; init; }

    /// <summary>Host name or address.</summary>
    public string? Host { get; init; }

    /// <summary>Port on that host.</summary>
    public int? Port { get; init; }

    /// <summary>Transport or application protocol on that port.</summary>
    public string? Protocol { get; init; }

    /// <summary>URL without volatile query values.</summary>
    public string? Url { get; init; }

    /// <summary>Request parameter, form field or header.</summary>
    public string? Parameter { get; init; }
}
