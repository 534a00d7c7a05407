using System.Globalization;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Tickets;

/// <summary>Writes what a finding's ticket says, for the developer who will mend it. The same finding makes the same ticket.</summary>
public sealed class TicketWriter(TicketSettings settings)
{
    /// <summary>Label of every ticket, whatever the mapping says.</summary>
    public const string OwnLabel = "patchbay";

    private const int MostIds = 20;

    /// <summary>Writes the ticket.</summary>
    /// <param name="rule">The finding's rule with its texts.</param>
    /// <param name="marker">By which the ticket is found again.</param>
    /// <param name="dueOn">Day by which the flaw should be mended; null for none.</param>
    public Ticket Write(FindingRecord record, Rule rule, Asset asset, Mapping mapping, string marker, DateOnly? dueOn = null)
    {
        var finding = Masked(record.Finding);
        var findingUrl = settings.PageOf(record.Asset, record.Key);
        var parts = new Dictionary<string, IEnumerable<TicketBlock>>(StringComparer.Ordinal)
        {
            [TicketLayout.What] = What(finding),
            [TicketLayout.Why] = Why(finding, rule),
            [TicketLayout.Fix] = Advice(finding, rule),
            [TicketLayout.Details] = [new TicketBlock.Heading("Details"), new TicketBlock.Facts([.. Facts(record, finding, rule, asset)])],
            [TicketLayout.References] = References(finding, rule, findingUrl),
        };
        TicketBlock[] blocks =
        [
            .. TicketLayout.Arrange(mapping.Body, parts, text => TicketWords.Fill(text, record with { Finding = finding }, asset)),
            new TicketBlock.Mark(marker),
        ];

        var ticket = new Ticket(marker, Title(record with { Finding = finding }, asset, mapping), new TicketBody(blocks))
        {
            Severity = finding.Rating.Value,
            Labels = [.. mapping.Labels.Prepend(OwnLabel).Distinct(StringComparer.OrdinalIgnoreCase)],
            IsOpen = record.State is FindingState.Open or FindingState.Absent,
            State = record.State is FindingState.Absent ? FindingState.Open : record.State,
            Fields = mapping.Fields.ToDictionary(
                f => f.Key, f => TicketWords.Fill(f.Value, record with { Finding = finding }, asset), StringComparer.Ordinal),
            DueOn = dueOn,
            FindingUrl = findingUrl,
        };
        return ticket with { ContentHash = TicketHash.Of(ticket) };
    }

    private static Finding Masked(Finding finding)
    {
        if (!SecretMask.IsAboutSecret(finding))
        {
            return finding;
        }

        var place = finding.Place;
        return finding with
        {
            Title = SecretMask.Apply(finding.Title, place.Path),
            Message = finding.Message is { } message ? SecretMask.Apply(message, place.Path) : null,
            Place = place with { Snippet = place.Snippet is { } snippet ? SecretMask.Apply(snippet, place.Path) : null },
        };
    }

    private static string Title(FindingRecord record, Asset asset, Mapping mapping) =>
        mapping.Title is { } template && TicketWords.Fill(template, record, asset).Trim() is { Length: > 0 } title
            ? title
            : Title(record.Finding);

    private static string Title(Finding finding)
    {
        var title = ScannerText.OneLine(finding.Title).TrimEnd('.', ' ');
        var place = TicketPlace.Short(finding.Place);
        var where = place is null || title.Contains(place, StringComparison.OrdinalIgnoreCase) ? "" : $" in {place}";
        return $"[{finding.Rating.Value}] {title}{where}";
    }

    private static IEnumerable<TicketBlock> What(Finding finding)
    {
        foreach (var block in ScannerText.Blocks(finding.Message ?? finding.Title))
        {
            yield return block;
        }

        if (Where(finding.Place) is { Length: > 0 } where)
        {
            yield return new TicketBlock.Prose(where);
        }

        if (!string.IsNullOrWhiteSpace(finding.Place.Snippet))
        {
            var snippet = ScannerText.Printable(finding.Place.Snippet).Trim('\n');
            yield return new TicketBlock.Code(snippet, CodeLanguage.OfPath(finding.Place.Path));
        }
    }

    private static string Where(Place place)
    {
        var parts = new List<string>();
        if (place.Path is not null)
        {
            parts.Add($"in {TicketPlace.Code(place.Path)}");
        }

        if (place.Line is { } line)
        {
            parts.Add(place.EndLine > line ? Invariant($"lines {line} to {place.EndLine}") : Invariant($"line {line}"));
        }

        AddNamed(parts, place.Path is null ? "in" : "within", place.Symbol);
        AddNamed(parts, "at", place.Url);
        AddNamed(parts, "parameter", place.Parameter);
        AddNamed(parts, "on", TicketPlace.Host(place));
        AddNamed(parts, "in component", TicketPlace.Component(place));
        return parts.Count == 0 ? "" : $"Found {string.Join(", ", parts)}.";
    }

    private static IEnumerable<TicketBlock> Why(Finding finding, Rule rule)
    {
        if (string.IsNullOrWhiteSpace(rule.Description) || rule.Description == finding.Message)
        {
            return [];
        }

        return ScannerText.Blocks(rule.Description).Prepend(new TicketBlock.Heading("Why it matters"));
    }

    private static IEnumerable<TicketBlock> Advice(Finding finding, Rule rule)
    {
        var place = finding.Place;
        var blocks = new List<TicketBlock>();
        if (place.Component is { } component && place.FixedVersion is { } fix)
        {
            blocks.Add(new TicketBlock.Prose($"Upgrade {TicketPlace.Code(component)} to {TicketPlace.Code(fix)} or later."));
        }

        blocks.AddRange(ScannerText.Blocks(finding.Advice ?? rule.Advice));
        return blocks.Count == 0 ? [] : blocks.Prepend(new TicketBlock.Heading("How to fix"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Facts(FindingRecord record, Finding finding, Rule rule, Asset asset)
    {
        var place = finding.Place;
        var cvss = finding.CvssScore is { } score ? Invariant($"{score:0.0} {finding.CvssVector}") : finding.CvssVector;
        (string Name, string? Value)[] facts =
        [
            ("Severity", Severity(finding.Rating)),
            ("Exploited", finding.IsExploited ? "yes, known to be exploited in the wild" : null),
            ("Rule", rule.Name is { } name && name != rule.Id ? $"{rule.Id} ({name})" : rule.Id),
            ("Weakness", Ids(finding.Cwes.Select(c => Invariant($"CWE-{c}")))),
            ("Vulnerability", Ids(finding.Cves)),
            ("CVSS", cvss),
            ("Component", place.Component),
            ("Version", place.Version),
            ("Fixed in", place.FixedVersion),
            ("Scanner", finding.Tool),
            ("Asset", asset.Name == asset.Slug ? asset.Slug : $"{asset.Name} ({asset.Slug})"),
            ("Branch", record.Scope.Branch),
            ("Environment", record.Scope.Environment),
            ("First seen", Invariant($"{record.FirstSeenAt.UtcDateTime:yyyy-MM-dd}")),
        ];
        return from fact in facts
               where !string.IsNullOrWhiteSpace(fact.Value)
               select KeyValuePair.Create(fact.Name, ScannerText.OneLine(fact.Value));
    }

    private static string Severity(Rating rating) =>
        rating.Raw is null || string.Equals(rating.Raw, rating.Value.ToString(), StringComparison.OrdinalIgnoreCase)
            ? rating.Value.ToString()
            : $"{rating.Value} (the scanner says {rating.Raw})";

    private static IEnumerable<TicketBlock> References(Finding finding, Rule rule, string? findingUrl)
    {
        TicketLink[] links =
        [
            .. findingUrl is null ? Array.Empty<TicketLink>() : [new TicketLink("This finding in Patchbay", findingUrl)],
            .. finding.Cves.Take(MostIds).Select(AdvisoryPage.Of).OfType<TicketLink>(),
            .. finding.Cwes.Take(MostIds).Select(AdvisoryPage.Of),
            .. rule.HelpUrl is { } help ? [new TicketLink("About the rule", help)] : Array.Empty<TicketLink>(),
            .. finding.References.Select(url => new TicketLink(null, url)),
        ];
        TicketLink[] distinct = [.. links.DistinctBy(l => l.Url)];
        return distinct.Length == 0 ? [] : [new TicketBlock.Heading("References"), new TicketBlock.Links(distinct)];
    }

    private static string? Ids(IEnumerable<string> ids) => string.Join(", ", ids.Take(MostIds)) is { Length: > 0 } text ? text : null;

    private static void AddNamed(List<string> parts, string word, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            parts.Add($"{word} {TicketPlace.Code(value)}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
