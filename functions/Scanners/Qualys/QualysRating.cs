using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>Brings Qualys' kinds and severities, 1 to 5, to our scale. Source: formats page, section 2.1.</summary>
internal static class QualysRating
{
    /// <summary>The kind that a word means: <c>Vuln</c>, <c>Practice</c>, <c>Ig</c>, <c>POTENTIAL</c>, <c>Information Gathered</c>, ...</summary>
    public static QualysKind KindOf(string? word) => word is null ? QualysKind.Confirmed : char.ToUpperInvariant(word[0]) switch
    {
        'I' => QualysKind.Information,
        'P' => QualysKind.Potential,
        _ => QualysKind.Confirmed,
    };

    /// <summary>The rating of a detection; its origin is <c>default</c> when there is no severity from 1 to 5.</summary>
    /// <param name="raw">The number; information has one too, which says nothing.</param>
    /// <param name="origin">The element or column it was read from.</param>
    public static Rating Of(QualysKind kind, string? raw, string origin)
    {
        if (kind == QualysKind.Information)
        {
            return new Rating(Severity.Info, raw, "information gathered");
        }

        // The older exports of PCI scans have words.
        return raw is [>= '1' and <= '5'] ? new Rating((Severity)(raw[0] - '1'), raw, origin)
            : SeverityScale.OfWord(raw) is { } word ? new Rating(word, raw, origin)
            : new Rating(Severity.Medium, raw, "default");
    }
}
