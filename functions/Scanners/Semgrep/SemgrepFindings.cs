using System.Text.RegularExpressions;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Semgrep;

/// <summary>Makes findings of the entries of all of Semgrep's lists. Source: formats page, section 8.</summary>
internal sealed partial class SemgrepFindings(ReportWarnings warnings)
{
    private const string Tool = "semgrep";
    private const int IdentityCodeCharacters = 500;
    private readonly RuleShelf rules = new();

    /// <summary>Of a result of the command line; null when it names no rule, which a warning tells.</summary>
    public ReportedFinding? Of(SemgrepResult result)
    {
        if (result.Rule is not { } id)
        {
            return LeftOut(result.Path);
        }

        var dependency = result.Dependency;
        var path = ReportPath.Normalise(result.Path) ?? ReportPath.Normalise(dependency?.LockFile);
        var metadata = result.Metadata;
        var word = result.Severity ?? metadata.SupplyChainSeverity;
        var finding = Draft(id, result.Message, metadata.Source ?? metadata.Shortlink, metadata.Cwes, metadata.Ids, metadata.References) with
        {
            Rating = SemgrepSeverity.Of(word, "severity", warnings, id),
            Place = new Place
            {
                Path = path,
                Line = result.Start.Line,
                EndLine = result.End.Line,
                Column = result.Start.Column,
                Snippet = result.Lines,
                Component = dependency?.Package,
                Version = dependency?.Version,
                FixedVersion = metadata.Fixes.Count == 0 ? null : string.Join(", ", metadata.Fixes),
            },
            Message = MessageOf(result),
            Advice = result.Fix is null ? null : $"Suggested code:\n\n```\n{result.Fix}\n```",
        };
        var state = SemgrepSeverity.IsNoFinding(word) ? ReportedState.NotAFinding : result.IsIgnored ? ReportedState.Suppressed : ReportedState.Open;
        return new ReportedFinding(finding, Identities(result, id, path), state)
        {
            Justification = state == ReportedState.Suppressed ? "A comment in the code (nosemgrep)" : null,
        };
    }

    /// <summary>Of an entry of the platform's code findings.</summary>
    public ReportedFinding? Of(SemgrepIssue issue)
    {
        if (issue.RuleId is not { } id)
        {
            return LeftOut(issue.Id);
        }

        var finding = Draft(id, issue.Message, null, issue.Cwes, [], []) with
        {
            Rating = SemgrepSeverity.Of(issue.Severity, "severity", warnings, id),
            Place = new Place
            {
                Path = ReportPath.Normalise(issue.Location.Path),
                Line = issue.Location.Line,
                EndLine = issue.Location.EndLine,
                Column = issue.Location.Column,
            },
            Message = issue.Message,
            Advice = issue.Advice,
            References = ReportUrl.Web(issue.Url) is { } url ? [url] : [],
            DetectedAt = ReportDate.Of(issue.CreatedAt),
        };
        var identities = new List<string>();
        Add(identities, "id", issue.Id is null ? null : $"{issue.RepositoryName}|{issue.Id}");
        Add(identities, "fp", issue.MatchBasedId);
        Add(identities, "syn", issue.SyntacticId is null ? null : $"{issue.RepositoryName}|{issue.SyntacticId}");
        return Told(finding, identities, SemgrepSeverity.StateOf(issue.Words, issue.TriageReason), issue.TriageComment ?? issue.TriageReason);
    }

    /// <summary>Of an entry of the platform's supply-chain findings.</summary>
    public ReportedFinding? Of(SemgrepVulnerability vulnerability)
    {
        if ((vulnerability.Rule ?? vulnerability.Ids.FirstOrDefault() ?? vulnerability.Title) is not { } id)
        {
            return LeftOut(vulnerability.Package);
        }

        var path = ReportPath.Normalise(vulnerability.LockFile.Path);
        var finding = Draft(id, vulnerability.Description, null, vulnerability.Cwes, vulnerability.Ids, vulnerability.References) with
        {
            Title = CleanText.Line(vulnerability.Title ?? vulnerability.AdvisoryTitle ?? id, FindingLimits.TitleCharacters),
            Rating = SemgrepSeverity.Of(vulnerability.Severity, "advisory.severity", warnings, id),
            Place = new Place
            {
                Path = path,
                Line = vulnerability.LockFile.Line,
                Component = vulnerability.Package,
                Version = vulnerability.Version,
                FixedVersion = vulnerability.SafeVersion,
            },
            Message = vulnerability.Reachability is null ? vulnerability.Description : $"Reachability: {vulnerability.Reachability}\n\n{vulnerability.Description}",
            Advice = vulnerability.SafeVersion is null ? null : $"Upgrade {vulnerability.Package} {vulnerability.Version} to {vulnerability.SafeVersion}.",
            DetectedAt = ReportDate.Of(vulnerability.OpenedAt),
        };
        var identities = new List<string>();
        Add(identities, "group", vulnerability.GroupKey is null ? null : $"{vulnerability.Repository}|{vulnerability.GroupKey}");
        Add(identities, "sca", $"{vulnerability.Repository}|{id}|{vulnerability.Package}|{vulnerability.Version}|{path}");
        return Told(finding, identities, SemgrepSeverity.StateOf(vulnerability.Words, vulnerability.TriageReason), vulnerability.TriageReason);
    }

    private static ReportedFinding Told(Finding finding, List<string> identities, ReportedState state, string? reason) =>
        new(finding, identities, state) { Justification = state is ReportedState.Suppressed or ReportedState.FalsePositive ? reason : null };

    private static List<string> Identities(SemgrepResult result, string id, string? path)
    {
        var identities = new List<string>();
        Add(identities, "fp", result.Fingerprint);
        if (result.Dependency is { Package: { } package } dependency)
        {
            Add(identities, "sca", $"{LastPart(id)}|{package}|{dependency.Version}|{path}");
        }
        else if (result.Lines is { } lines)
        {
            // Rule ids of local files begin with the folder they lie in, which differs between machines.
            var code = Blanks().Replace(lines, " ").Trim();
            Add(identities, "code", $"{LastPart(id)}|{path}|{CleanText.Cut(code, IdentityCodeCharacters)}");
        }

        return identities;
    }

    private static void Add(List<string> identities, string kind, string? value)
    {
        if (value is not null)
        {
            identities.Add($"{kind}:{value}");
        }
    }

    private static string LastPart(string id) => id[(id.LastIndexOf('.') + 1)..];

    private static string? MessageOf(SemgrepResult result)
    {
        var notes = new List<string>();
        if (result.Dependency?.Reachable is { } reachable)
        {
            notes.Add($"Reachable: {reachable}");
        }

        if (result.Validation is { } validation and not "NO_VALIDATOR")
        {
            notes.Add($"Validation of the secret: {validation}");
        }

        return notes.Count == 0 ? result.Message : $"{result.Message}\n\n{string.Join('\n', notes)}".TrimStart();
    }

    private Finding Draft(string id, string? message, string? helpUrl, List<string> cweTexts, List<string> idTexts, List<string> links)
    {
        var title = CleanText.FirstSentence(message, FindingLimits.TitleCharacters);
        return new Finding
        {
            Tool = Tool,
            Rule = rules.Keep(new Rule(id) { Name = LastPart(id).Length == 0 ? id : LastPart(id), HelpUrl = ReportUrl.Web(helpUrl) }),
            Title = title.Length == 0 ? id : title,
            Rating = new Rating(Severity.Medium, null, "default"),
            Cwes = VulnerabilityIds.CwesOf(cweTexts),
            Cves = VulnerabilityIds.IdsOf(null, idTexts),
            References = ReportUrl.WebOf(null, links),
        };
    }

    private ReportedFinding? LeftOut(string? where)
    {
        warnings.Add("{0} entries name no rule and were left out", where);
        return null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
