namespace Patchbay.Findings;

/// <summary>What is known of an uploaded report besides its entries.</summary>
/// <param name="Asset">Slug of the asset; it is made when it is not known.</param>
/// <param name="ReportHash">SHA-256 of the unpacked bytes, in hex.</param>
public sealed record Upload(string Asset, Scope Scope, string ReportHash)
{
    /// <summary>Commit that was scanned; null when not said.</summary>
    public string? Commit { get; init; }

    /// <summary>Tools that ran, lower case, also those without findings; absence is judged for their findings only.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>Version of the tool, when there is one tool that tells it.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>The report holds everything, as far as its reader can tell.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Findings that the report does not name are to become fixed, if it can be trusted with that.</summary>
    public bool ClosesAbsent { get; init; } = true;

    /// <summary>What the reader wants a person to know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Id of the scan, the same for the same bytes, asset and scope.</summary>
    public string ScanId() =>
        FindingKey.IdentityPart($"{Asset}\n{Scope.Scanner}\n{Scope.Branch}\n{Scope.Environment}\n{ReportHash}");
}
