using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Scanners.Qualys;

/// <summary>What Qualys knows of a QID, which all its detections share.</summary>
/// <param name="Severity">1 to 5; null when the report does not say.</param>
/// <param name="Kind">By the category; a detection's own kind goes before it.</param>
internal sealed record QualysCheck(Rule Rule, string? Severity, QualysKind Kind)
{
    // No text holds it: the cleaning drops control characters.
    private const char Separator = '\u0001';
    private const char Comma = '\u0002';

    /// <summary>CVE ids.</summary>
    public IReadOnlyList<string> Cves { get; init; } = [];

    /// <summary>Weaknesses; only web application scans have them.</summary>
    public IReadOnlyList<int> Cwes { get; init; } = [];

    /// <summary>Base score and vector.</summary>
    public QualysCvss Cvss { get; init; }

    /// <summary>Links of the vendor, of the texts and of exploits.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>A check of which nothing but the number is known.</summary>
    public static QualysCheck Unknown(string qid) => new(new Rule(qid) { Name = "QID " + qid }, null, QualysKind.Confirmed);

    /// <summary>About how much memory its texts take, in characters.</summary>
    public int Characters => 500 + (Rule.Description?.Length ?? 0) + (Rule.Advice?.Length ?? 0) + (40 * Cves.Count) + (100 * References.Count);

    /// <summary>As one text, to be set aside.</summary>
    public string ToText() => string.Join(
        Separator,
        Rule.Id,
        Rule.Name,
        Rule.Description,
        Rule.Advice,
        Severity,
        Kind,
        string.Join(Comma, Cves),
        string.Join(Comma, Cwes),
        Cvss.Score?.ToString(CultureInfo.InvariantCulture),
        Cvss.Vector,
        string.Join(Comma, References));

    /// <summary>Reads back what <see cref="ToText"/> wrote.</summary>
    public static QualysCheck OfText(string text)
    {
        var parts = text.Split(Separator);
        var rule = new Rule(parts[0]) { Name = parts[1], Description = NullIfEmpty(parts[2]), Advice = NullIfEmpty(parts[3]) };
        return new QualysCheck(rule, NullIfEmpty(parts[4]), Enum.Parse<QualysKind>(parts[5]))
        {
            Cves = ListOf(parts[6]),
            Cwes = [.. ListOf(parts[7]).Select(cwe => int.Parse(cwe, CultureInfo.InvariantCulture))],
            Cvss = new QualysCvss(parts[8].Length == 0 ? null : double.Parse(parts[8], CultureInfo.InvariantCulture), NullIfEmpty(parts[9])),
            References = ListOf(parts[10]),
        };
    }

    private static string[] ListOf(string text) => text.Length == 0 ? [] : text.Split(Comma);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
