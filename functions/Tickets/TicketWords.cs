using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Patchbay.Assets;
using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>Fills <c>{severity}</c>, <c>{cve}</c> and the like in the texts of a mapping with what the finding says. Pure.</summary>
public static partial class TicketWords
{
    private const int LongestWord = 1_000;

    private static readonly FrozenDictionary<string, Func<FindingRecord, Asset, string?>> Words =
        new Dictionary<string, Func<FindingRecord, Asset, string?>>(StringComparer.Ordinal)
        {
            ["severity"] = (r, _) => r.Finding.Rating.Value.ToString(),
            ["title"] = (r, _) => r.Finding.Title,
            ["rule"] = (r, _) => r.Finding.Rule.Id,
            ["ruleName"] = (r, _) => r.Finding.Rule.Name,
            ["scanner"] = (r, _) => r.Finding.Tool,
            ["asset"] = (_, a) => a.Slug,
            ["assetName"] = (_, a) => a.Name,
            ["owner"] = (_, a) => a.Owners.Count > 0 ? a.Owners[0] : null,
            ["branch"] = (r, _) => r.Scope.Branch,
            ["environment"] = (r, _) => r.Scope.Environment,
            ["path"] = (r, _) => r.Finding.Place.Path,
            ["line"] = (r, _) => r.Finding.Place.Line?.ToString(CultureInfo.InvariantCulture),
            ["component"] = (r, _) => r.Finding.Place.Component,
            ["version"] = (r, _) => r.Finding.Place.Version,
            ["fixedVersion"] = (r, _) => r.Finding.Place.FixedVersion,
            ["host"] = (r, _) => r.Finding.Place.Host,
            ["url"] = (r, _) => r.Finding.Place.Url,
            ["cve"] = (r, _) => string.Join(", ", r.Finding.Cves),
            ["cwe"] = (r, _) => string.Join(", ", r.Finding.Cwes.Select(c => string.Create(CultureInfo.InvariantCulture, $"CWE-{c}"))),
            ["cvss"] = (r, _) => r.Finding.CvssScore?.ToString("0.0", CultureInfo.InvariantCulture),
            ["firstSeen"] = (r, _) => r.FirstSeenAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["key"] = (r, _) => r.Key,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words there are, in order.</summary>
    public static IEnumerable<string> Names => Words.Keys.Order(StringComparer.Ordinal);

    /// <summary>The text with its words filled in; a word for which the finding has nothing becomes empty.</summary>
    /// <remarks>What is filled in is one line and not itself looked at for words: scanner text cannot ask for more.</remarks>
    public static string Fill(string template, FindingRecord record, Asset asset) =>
        Word().Replace(template, m => Words.TryGetValue(m.Groups[1].Value, out var word) ? OneLine(word(record, asset)) : m.Value);

    /// <summary>Words in a text that nobody knows.</summary>
    public static IEnumerable<string> UnknownIn(string template) =>
        Word().Matches(template).Select(m => m.Groups[1].Value).Where(w => !Words.ContainsKey(w) && !TicketLayout.Parts.Contains($"{{{w}}}")).Distinct(StringComparer.Ordinal);

    private static string OneLine(string? text) => BoundedText.Head(ScannerText.OneLine(text ?? ""), LongestWord);

    [GeneratedRegex(@"\{([A-Za-z]{1,40})\}")]
    private static partial Regex Word();
}
