namespace Patchbay.Findings;

/// <summary>What a scanner says about a kind of problem; shared by all findings of the rule, stored once.</summary>
/// <param name="Id">The scanner's own id, such as <c>java/sql-injection</c> or <c>CVE-2021-44228</c>.</param>
public sealed record Rule(string Id)
{
    /// <summary>Short stable title; null when only the findings have one.</summary>
    public string? Name { get; init; }

    /// <summary>What it is and why it matters; plain text or Markdown, untrusted.</summary>
    public string? Description { get; init; }

    /// <summary>How to mend it; plain text or Markdown, untrusted.</summary>
    public string? Advice { get; init; }

    /// <summary>The scanner's page about the rule.</summary>
    public string? HelpUrl { get; init; }
}
