using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sonar;

/// <summary>An issue or a hotspot, of the Web API or of the report generator. Source: formats page, section 3.</summary>
internal sealed class SonarIssue
{
    private static readonly JsonMembers<SonarIssue> Range = new()
    {
        ["startLine"] = static (ref c, issue) => issue.StartLine = Positive(c.Int()),
        ["endLine"] = static (ref c, issue) => issue.EndLine = Positive(c.Int()),
        ["startOffset"] = static (ref c, issue) => issue.StartOffset = c.Int(),
    };

    public static readonly JsonMembers<SonarIssue> Members = new()
    {
        ["key"] = static (ref c, issue) => issue.Key = c.Scalar(),
        ["rule"] = static (ref c, issue) => issue.Rule = c.Name(),
        ["ruleKey"] = static (ref c, issue) => issue.Rule ??= c.Name(),
        ["severity"] = static (ref c, issue) => issue.Severity = c.Name(),
        ["type"] = static (ref c, issue) => issue.Type = c.Name(),
        ["impacts"] = static (ref c, issue) => SonarImpact.ReadAll(ref c, issue.Impacts),
        ["vulnerabilityProbability"] = static (ref c, issue) => issue.Probability = c.Name(),
        ["securityCategory"] = static (ref c, issue) => issue.Category = c.Name(),
        ["component"] = static (ref c, issue) => issue.Component = c.Name(),
        ["project"] = static (ref c, issue) => issue.Project = c.Name(),
        ["organization"] = static (ref c, issue) => issue.Organization = c.Name(),
        ["line"] = static (ref c, issue) => issue.OnLine = Positive(c.Int()),
        ["textRange"] = static (ref c, issue) => Range.Read(ref c, issue),
        ["hash"] = static (ref c, issue) => issue.Hash = c.Name(),
        ["message"] = static (ref c, issue) => issue.Message = c.Text(),
        ["description"] = static (ref c, issue) => issue.Description = c.Text(),
        ["issueStatus"] = static (ref c, issue) => issue.IssueStatus = c.Name(),
        ["status"] = static (ref c, issue) => issue.Status = c.Name(),
        ["resolution"] = static (ref c, issue) => issue.Resolution = c.Name(),
        ["tags"] = static (ref c, issue) => c.Texts(issue.Tags),
        ["creationDate"] = static (ref c, issue) => issue.CreatedAt = c.Name(),
    };

    public string? Key { get; private set; }

    public string? Rule { get; private set; }

    public string? Severity { get; private set; }

    public string? Type { get; private set; }

    public List<SonarImpact> Impacts { get; } = [];

    /// <summary>Of a hotspot, which has no severity.</summary>
    public string? Probability { get; private set; }

    public string? Category { get; private set; }

    public string? Component { get; private set; }

    public string? Project { get; private set; }

    public string? Organization { get; private set; }

    public int? Line => OnLine ?? StartLine;

    public int? EndLine { get; private set; }

    /// <summary>Counted from 0.</summary>
    public int? StartOffset { get; private set; }

    /// <summary>Hash of the line's text.</summary>
    public string? Hash { get; private set; }

    public string? Message { get; private set; }

    /// <summary>The rule's name, in the generator's reports.</summary>
    public string? Description { get; private set; }

    public string? IssueStatus { get; private set; }

    public string? Status { get; private set; }

    public string? Resolution { get; private set; }

    public List<string> Tags { get; } = [];

    public string? CreatedAt { get; private set; }

    private int? OnLine { get; set; }

    private int? StartLine { get; set; }

    private static int? Positive(int? number) => number > 0 ? number : null;
}
