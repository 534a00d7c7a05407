using System.Collections.Frozen;
using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Scanners.Text;

/// <summary>Brings scanners' words and numbers to our scale. Source: formats page, section 0.9.</summary>
public static class SeverityScale
{
    private static readonly FrozenDictionary<string, Severity> Words = new Dictionary<string, Severity>
    {
        ["critical"] = Severity.Critical,
        ["high"] = Severity.High,
        ["important"] = Severity.High,
        ["medium"] = Severity.Medium,
        ["moderate"] = Severity.Medium,
        ["low"] = Severity.Low,
        ["info"] = Severity.Info,
        ["information"] = Severity.Info,
        ["informational"] = Severity.Info,
        ["negligible"] = Severity.Info,
        ["unimportant"] = Severity.Info,
        ["none"] = Severity.Info,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The severity a word stands for, in any case; null when it is unknown or says that there is none yet.</summary>
    public static Severity? OfWord(string? word) =>
        word is not null && Words.TryGetValue(word.Trim(), out var severity) ? severity : null;

    /// <summary>The band of a CVSS base score of version 3 or 4.</summary>
    /// <param name="score">0 to 10.</param>
    public static Severity OfScore(double score) => score switch
    {
        >= 9 => Severity.Critical,
        >= 7 => Severity.High,
        >= 4 => Severity.Medium,
        > 0 => Severity.Low,
        _ => Severity.Info,
    };

    /// <summary>Reads a score, also one such as <c>.5</c>; null when it is no number from 0 to 10.</summary>
    public static double? Score(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 10 ? score : null;
}
