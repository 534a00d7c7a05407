using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>Makes findings of entries; the same for JSON and CSV.</summary>
internal sealed class GenericFindings(string reportTool, ReportWarnings warnings)
{
    private const string NoSeverity = "Entries have no severity that is known, so medium was taken";
    private const int MostRules = 10_000;
    private readonly Dictionary<string, Rule> rules = [];

    /// <summary>Makes one finding.</summary>
    /// <param name="where">Tells the position of the entry, for warnings.</param>
    /// <returns>Null when it has no title, which is the least an entry must have.</returns>
    public ReportedFinding? Of(GenericEntry entry, Func<string> where)
    {
        var title = CleanText.Line(entry.Title ?? string.Empty, FindingLimits.TitleCharacters);
        if (title.Length == 0)
        {
            return null;
        }

        var cves = Ids(entry);
        var score = Score(entry);
        var finding = new Finding
        {
            Tool = entry.Tool is null ? reportTool : ToolName.Slug(entry.Tool, reportTool),
            Rule = RuleOf(entry.Rule ?? (cves.Count > 0 ? cves[0] : title)),
            Title = title,
            Message = Message(entry, title),
            Rating = Rate(entry.Severity, score, where),
            Place = PlaceOf(entry),
            AlsoAt = entry.Endpoints.Count > 1 ? [.. entry.Endpoints.Skip(1).Select(Words).Distinct()] : [],
            Cwes = Cwes(entry),
            Cves = cves,
            CvssScore = score,
            CvssVector = entry.CvssVectors is [.., var vector] ? vector : null,
            Advice = entry.Advice,
            References = References(entry),
            IsExploited = entry.IsExploited,
            DetectedAt = Date(entry, where),
        };
        return new ReportedFinding(finding, [Identity(entry, finding)], entry.State) { Justification = entry.Justification };
    }

    // Without an id: what it is and where, but not its texts, its severity or its line, which change while the problem stays.
    private static string Identity(GenericEntry entry, Finding finding)
    {
        var place = finding.Place;
        return entry.Id is { } id ? "id:" + id
            : string.Create(
                CultureInfo.InvariantCulture,
                $"entry:{finding.Title}|{finding.Rule.Id}|{place.Path}|{place.Symbol}|{place.Component}|{place.Host}|{place.Port}|{place.Url}|{place.Parameter}");
    }

    private static Place PlaceOf(GenericEntry entry)
    {
        var place = entry.Place;
        place = place.EndLine == place.Line || place.EndLine > place.Line ? place : place with { EndLine = place.Line };
        return entry.Endpoints is [var first, ..]
            ? place with { Url = first.Url, Host = place.Host ?? first.Host, Port = place.Port ?? first.Port, Protocol = place.Protocol ?? first.Protocol }
            : place;
    }

    private static string Words(Place place) =>
        place.Url ?? (place.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{place.Host}:{port}") : place.Host ?? string.Empty);

    private static string? Message(GenericEntry entry, string title)
    {
        if (entry.Impact is null && entry.Steps is null)
        {
            return entry.Description == title ? null : entry.Description;
        }

        var parts = new List<string>(3);
        if (entry.Description is { } description && description != title)
        {
            parts.Add(description);
        }

        if (entry.Impact is { } impact)
        {
            parts.Add("Impact: " + impact);
        }

        if (entry.Steps is { } steps)
        {
            parts.Add("Steps to reproduce:\n" + steps);
        }

        return parts.Count == 1 ? parts[0] : CleanText.Of(string.Join("\n\n", parts), FindingLimits.TextCharacters);
    }

    private static IReadOnlyList<int> Cwes(GenericEntry entry)
    {
        if (entry.Cwes.Count == 0)
        {
            return [];
        }

        var found = new List<int>();
        foreach (var text in entry.Cwes)
        {
            VulnerabilityIds.AddCwes(text, found);
            VulnerabilityIds.AddCwe(text.Trim(), found);
        }

        return VulnerabilityIds.Ordered(found);
    }

    private static IReadOnlyList<string> Ids(GenericEntry entry)
    {
        if (entry.Ids.Count == 0)
        {
            return [];
        }

        var found = new List<string>();
        foreach (var text in entry.Ids)
        {
            foreach (var id in text.AsSpan().SplitAny(",;\n "))
            {
                VulnerabilityIds.AddId(text.AsSpan(id), found);
            }
        }

        return VulnerabilityIds.Ordered(found);
    }

    private static IReadOnlyList<string> References(GenericEntry entry)
    {
        if (entry.References.Count == 0)
        {
            return [];
        }

        var urls = new List<string>();
        foreach (var text in entry.References)
        {
            ReportUrl.AddWeb(text, urls);
        }

        return urls;
    }

    // A score that is written counts before one that follows from a vector; the last of each is the newest version's.
    private static double? Score(GenericEntry entry) =>
        entry.CvssScores.Count + entry.CvssVectors.Count == 0
            ? null
            : entry.CvssScores.Select(SeverityScale.Score).LastOrDefault(score => score is not null)
                ?? entry.CvssVectors.Select(vector => CvssVector.Score(vector)?.Score).LastOrDefault(score => score is not null);

    private Rating Rate(string? severity, double? score, Func<string> where)
    {
        if (SeverityScale.OfWord(severity) is { } known)
        {
            return new Rating(known, severity, "severity");
        }

        if (score is { } number)
        {
            return new Rating(SeverityScale.OfScore(number), number.ToString(CultureInfo.InvariantCulture), "cvss");
        }

        warnings.AddAt(NoSeverity, where);
        return new Rating(Severity.Medium, severity, "default");
    }

    private DateTimeOffset? Date(GenericEntry entry, Func<string> where)
    {
        var date = ReportDate.Of(entry.Date);
        if (date is null && entry.Date is not null)
        {
            warnings.AddAt("Dates that cannot be read, or could mean two days, were left out", where);
        }

        return date;
    }

    private Rule RuleOf(string id)
    {
        if (rules.TryGetValue(id, out var rule))
        {
            return rule;
        }

        rule = new Rule(id);
        if (rules.Count < MostRules)
        {
            rules[id] = rule;
        }

        return rule;
    }
}
