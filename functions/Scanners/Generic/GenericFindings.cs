using System.Buffers;
using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>Makes findings of entries; the same for JSON and CSV.</summary>
internal sealed class GenericFindings(string reportTool, ReportWarnings warnings)
{
    private const string NoSeverity = "Entries have no severity that is known, so medium was taken";
    private const int MostRules = 10_000;
    private static readonly SearchValues<char> BetweenIds = SearchValues.Create(",;\n ");
    private readonly Dictionary<string, Rule> rules = [];
    private readonly CvssScores scores = new();
    private readonly ReportDates dates = new();
    private readonly Rating?[] ratings = new Rating?[Enum.GetValues<Severity>().Length];
    private readonly List<int> cwes = [];
    private readonly List<string> texts = [];

    /// <summary>Makes one finding.</summary>
    /// <param name="where">Tells the position of the entry, for warnings.</param>
    /// <returns>Null when it has no title, which is the least an entry must have.</returns>
    public ReportedFinding? Of(GenericEntry entry, Func<string> where)
    {
        var title = CleanText.Line(entry.Title, FindingLimits.TitleCharacters);
        if (title.Length == 0)
        {
            return null;
        }

        var cves = Ids(entry.Ids);
        var (score, vector) = Score(entry.Cvss);
        var place = entry.Place();
        var finding = new Finding
        {
            Tool = entry.Tool is null ? reportTool : ToolName.Slug(entry.Tool, reportTool),
            Rule = RuleOf(entry.Rule ?? (cves.Count > 0 ? cves[0] : title)),
            Title = title,
            Message = Message(entry, title),
            Rating = Rate(entry.Severity, score, where),
            Place = place,
            AlsoAt = entry.Endpoints.Count > 1 ? [.. entry.Endpoints.Skip(1).Select(Words).Distinct()] : [],
            Cwes = Cwes(entry.Cwes),
            Cves = cves,
            CvssScore = score,
            CvssVector = vector,
            Advice = entry.Advice,
            References = References(entry.References),
            IsExploited = entry.IsExploited,
            DetectedAt = Date(entry, where),
        };
        return new ReportedFinding(finding, [Identity(entry, finding)], entry.State.Of())
        {
            Justification = entry.Justification,

            // One file can say of one problem that it is open and that it is fixed, and whoever gives problems ids of his own tells them apart by those.
            Supersedes = entry.Id is null ? Supersedes.SameProblem : Supersedes.SameIdentity,
        };
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

    private static string Words(Place place) =>
        place.Url ?? (place.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{place.Host}:{port}") : place.Host ?? string.Empty);

    private static string? Message(GenericEntry entry, string title)
    {
        var description = entry.Description == title ? null : entry.Description;
        var whole = Added(Added(description, "Impact: ", entry.Impact), "Steps to reproduce:\n", entry.Steps);
        return ReferenceEquals(whole, description) ? description : CleanText.Of(whole, FindingLimits.TextCharacters);
    }

    private static string? Added(string? text, string label, string? more) =>
        more is null ? text : text is null ? label + more : string.Concat(text, "\n\n", label, more);

    private IReadOnlyList<int> Cwes(List<string> given)
    {
        cwes.Clear();
        foreach (var text in given)
        {
            VulnerabilityIds.AddCwe(text, cwes);
            if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                VulnerabilityIds.AddCwes(text, cwes);
            }
        }

        return VulnerabilityIds.Ordered(cwes);
    }

    private IReadOnlyList<string> Ids(List<string> given)
    {
        texts.Clear();
        foreach (var text in given)
        {
            if (!text.AsSpan().ContainsAny(BetweenIds))
            {
                VulnerabilityIds.AddId(text, texts);
                continue;
            }

            foreach (var id in text.AsSpan().SplitAny(BetweenIds))
            {
                VulnerabilityIds.AddId(text[id], texts);
            }
        }

        return VulnerabilityIds.Ordered(texts);
    }

    private IReadOnlyList<string> References(List<string> given)
    {
        texts.Clear();
        foreach (var text in given)
        {
            ReportUrl.AddWeb(text, texts);
        }

        return texts.ToArray();
    }

    // A score that is written counts before one that follows from a vector; the last of each is the newest version's.
    private (double? Score, string? Vector) Score(List<string> given)
    {
        var (written, computed, vector) = (default(double?), default(double?), default(string));
        foreach (var text in given)
        {
            var (isVector, score) = scores.Of(text);
            if (isVector)
            {
                vector = text;
                computed = score ?? computed;
            }
            else
            {
                written = score ?? written;
            }
        }

        return (written ?? computed, vector);
    }

    private Rating Rate(string? severity, double? score, Func<string> where)
    {
        // Most entries share one of a few.
        foreach (var rating in ratings)
        {
            if (rating is not null && ReferenceEquals(rating.Raw, severity))
            {
                return rating;
            }
        }

        if (SeverityScale.OfWord(severity) is { } known)
        {
            return ratings[(int)known] = new Rating(known, severity, "severity");
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
        var date = dates.Of(entry.Date);
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
