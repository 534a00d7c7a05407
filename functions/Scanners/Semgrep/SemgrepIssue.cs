using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Semgrep;

/// <summary>An entry of the platform's list of code findings. Source: formats page, section 8.</summary>
internal sealed class SemgrepIssue
{
    private static readonly JsonMembers<SemgrepIssue> Rule = new()
    {
        ["name"] = static (ref c, issue) => issue.OtherRule = c.Name(),
        ["message"] = static (ref c, issue) => issue.OtherMessage = c.Text(),
        ["cwe_names"] = static (ref c, issue) => c.Texts(issue.Cwes),
    };

    private static readonly JsonMembers<SemgrepIssue> Repository = new()
    {
        ["name"] = static (ref c, issue) => issue.RepositoryName = c.Name(),
    };

    private static readonly JsonMembers<SemgrepIssue> Guidance = new()
    {
        ["summary"] = static (ref c, issue) => issue.GuidanceSummary = c.Text(),
        ["instructions"] = static (ref c, issue) => issue.GuidanceSteps = c.Text(),
    };

    private static readonly JsonMembers<SemgrepIssue> Assistant = new()
    {
        ["guidance"] = static (ref c, issue) => Guidance.Read(ref c, issue),
    };

    public static readonly JsonMembers<SemgrepIssue> Members = new()
    {
        ["id"] = static (ref c, issue) => issue.Id = c.Scalar(),
        ["match_based_id"] = static (ref c, issue) => issue.MatchBasedId = c.Scalar(),
        ["syntactic_id"] = static (ref c, issue) => issue.SyntacticId = c.Scalar(),
        ["rule_name"] = static (ref c, issue) => issue.RuleName = c.Name(),
        ["rule_message"] = static (ref c, issue) => issue.RuleMessage = c.Text(),
        ["rule"] = static (ref c, issue) => Rule.Read(ref c, issue),
        ["severity"] = static (ref c, issue) => issue.Severity = c.Name(),
        ["location"] = static (ref c, issue) => SemgrepPosition.Members.Read(ref c, issue.Location),
        ["state"] = static (ref c, issue) => issue.Words.Add(c.Name()),
        ["status"] = static (ref c, issue) => issue.Words.Add(c.Name()),
        ["triage_state"] = static (ref c, issue) => issue.Words.Add(c.Name()),
        ["triage_reason"] = static (ref c, issue) => issue.TriageReason = c.Name(),
        ["triage_comment"] = static (ref c, issue) => issue.TriageComment = c.Text(),
        ["created_at"] = static (ref c, issue) => issue.CreatedAt = c.Name(),
        ["line_of_code_url"] = static (ref c, issue) => issue.Url = c.Name(),
        ["repository"] = static (ref c, issue) => Repository.Read(ref c, issue),
        ["assistant"] = static (ref c, issue) => Assistant.Read(ref c, issue),
    };

    public string? Id { get; private set; }

    public string? MatchBasedId { get; private set; }

    public string? SyntacticId { get; private set; }

    public string? RuleId => RuleName ?? OtherRule;

    public string? Message => RuleMessage ?? OtherMessage;

    public List<string> Cwes { get; } = [];

    public string? Severity { get; private set; }

    public SemgrepPosition Location { get; } = new();

    /// <summary>The three members that tell the state, in whatever order.</summary>
    public List<string?> Words { get; } = [];

    public string? TriageReason { get; private set; }

    public string? TriageComment { get; private set; }

    public string? CreatedAt { get; private set; }

    public string? Url { get; private set; }

    public string? RepositoryName { get; private set; }

    public string? Advice => GuidanceSteps ?? GuidanceSummary;

    private string? RuleName { get; set; }

    private string? OtherRule { get; set; }

    private string? RuleMessage { get; set; }

    private string? OtherMessage { get; set; }

    private string? GuidanceSummary { get; set; }

    private string? GuidanceSteps { get; set; }
}
