using System.Collections.Frozen;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>Makes findings of issues and hotspots. Source: formats page, section 3.</summary>
internal sealed class SonarFindings(SonarRules rules, ReportWarnings warnings)
{
    /// <summary>The server that people run themselves.</summary>
    public const string Server = "sonarqube";

    /// <summary>The vendor's own server, whose answers name an organization.</summary>
    public const string Cloud = "sonarcloud";

    // Of the categories that hotspots name only these mean one weakness.
    private static readonly FrozenDictionary<string, int> Categories = new Dictionary<string, int>
    {
        ["sql-injection"] = 89,
        ["xss"] = 79,
        ["xxe"] = 611,
        ["ssrf"] = 918,
        ["csrf"] = 352,
        ["open-redirect"] = 601,
        ["ldap-injection"] = 90,
        ["xpath-injection"] = 643,
        ["log-injection"] = 117,
        ["path-traversal-injection"] = 22,
        ["command-injection"] = 78,
        ["http-response-splitting"] = 113,
        ["object-injection"] = 502,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a finding; null for an entry with neither rule nor message, which a warning tells.</summary>
    public ReportedFinding? Of(SonarIssue issue, SonarGlossary glossary)
    {
        var id = issue.Rule ?? (issue.Category is null ? null : $"hotspot:{issue.Category}");
        if (id is null || (issue.Message ?? issue.Description) is not { } message)
        {
            warnings.Add("{0} entries have no rule or no message and were left out", issue.Key);
            return null;
        }

        var project = issue.Project ?? glossary.Project;
        var path = glossary.PathOf(issue.Component, project);
        var known = rules.Find(id);
        var dependency = SonarDependency.Of(issue.Message);
        var title = CleanText.Line(message, FindingLimits.TitleCharacters);
        var finding = new Finding
        {
            Tool = issue.Organization is null && !glossary.HasOrganization ? Server : Cloud,
            Rule = rules.Of(id, issue.Description),
            Title = title,
            Message = message == title ? null : message,
            Rating = SonarSeverity.Of(issue, warnings),
            Place = new Place
            {
                Path = path,
                Line = issue.Line,
                EndLine = issue.EndLine,
                Column = issue.StartOffset >= 0 ? issue.StartOffset + 1 : null,
                Component = dependency?.File,
            },
            Cwes = dependency?.Cwes ?? CwesOf(issue, known),
            Cves = dependency?.Ids ?? [],
            CvssScore = dependency?.Score,
            References = rules.LinksOf(id),
            DetectedAt = ReportDate.Of(issue.CreatedAt),
        };
        var state = SonarSeverity.StateOf(issue);
        return new ReportedFinding(finding, Identities(issue, id, project, dependency), state)
        {
            Justification = state is ReportedState.Suppressed or ReportedState.FalsePositive ? issue.Resolution ?? issue.IssueStatus ?? issue.Status : null,
        };
    }

    private static List<string> Identities(SonarIssue issue, string rule, string? project, SonarDependency? dependency)
    {
        var identities = new List<string>();
        if (issue.Key is not null)
        {
            identities.Add($"key:{project}|{issue.Key}");
        }

        if (issue.Hash is not null)
        {
            identities.Add($"hash:{rule}|{issue.Component}|{issue.Hash}|{issue.Message}");
        }

        if (dependency is { Ids.Count: > 0 })
        {
            identities.Add($"dep:{rule}|{issue.Component}|{dependency.File}|{string.Join(',', dependency.Ids)}");
        }

        return identities;
    }

    private static IReadOnlyList<int> CwesOf(SonarIssue issue, SonarRules.Known? known)
    {
        var cwes = new List<int>(known?.Cwes ?? []);
        issue.Tags.ForEach(tag => VulnerabilityIds.AddCwes(tag, cwes));
        if (cwes.Count == 0 && issue.Category is { } category && Categories.TryGetValue(category, out var cwe))
        {
            cwes.Add(cwe);
        }

        return VulnerabilityIds.Ordered(cwes);
    }
}
