using System.Collections.Frozen;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>Decides how bad a result is; the first that says something usable wins. Source: formats page, section 5.</summary>
internal static class SarifSeverity
{
    private const string Default = "warning";

    private static readonly FrozenDictionary<string, Severity> Levels = new Dictionary<string, Severity>
    {
        ["error"] = Severity.High,
        ["warning"] = Severity.Medium,
        ["note"] = Severity.Low,
        ["none"] = Severity.Info,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // One instance for each of the few that nearly all results have.
    private static readonly FrozenDictionary<string, Rating> LevelRatings =
        Levels.Keys.ToFrozenDictionary(level => level, level => new Rating(Levels[level], level, "level"), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Rating> ConfiguredRatings =
        Levels.Keys.ToFrozenDictionary(level => level, level => new Rating(Levels[level], level, "defaultConfiguration"), StringComparer.Ordinal);

    private static readonly Rating Assumed = new(Levels[Default], null, "default");

    /// <summary>Rates a result.</summary>
    /// <param name="rule">Null when the log does not describe it.</param>
    /// <param name="id">The rule's id as the result has it.</param>
    public static Rating Of(SarifResult result, SarifRule? rule, string? id, SarifRun run)
    {
        // What did not fail has no severity, whatever its rule says.
        if (result.Kind is { } kind && !string.Equals(kind, "fail", StringComparison.OrdinalIgnoreCase))
        {
            return new Rating(Severity.Info, kind, "kind");
        }

        return OfSecuritySeverity(result.Properties?.SecuritySeverity)
            ?? rule?.SecurityRating
            ?? OfLevel(result.Level, LevelRatings, "level")
            ?? OfLevel(run.LevelFor(rule, id), null, "ruleConfigurationOverrides")
            ?? OfLevel(rule?.DefaultConfiguration.Level, ConfiguredRatings, "defaultConfiguration")
            ?? OfToolWord(result.Properties?.Word)
            ?? OfToolWord(rule?.Properties?.Word)
            ?? Assumed;
    }

    /// <summary>Reads a number above 0 and up to 10, or a word; null for anything else.</summary>
    public static Rating? OfSecuritySeverity(string? text)
    {
        const string Origin = "security-severity";
        return SeverityScale.Score(text) is { } score and > 0 ? new Rating(SeverityScale.OfScore(score), text, Origin)
            : SeverityScale.OfWord(text) is { } severity ? new Rating(severity, text, Origin)
            : null;
    }

    private static Rating? OfLevel(string? level, FrozenDictionary<string, Rating>? known, string origin)
    {
        if (level is null)
        {
            return null;
        }

        if (known is not null && known.TryGetValue(level, out var rating))
        {
            return rating;
        }

        return Levels.TryGetValue(level, out var severity) ? new Rating(severity, level, origin)
            : SeverityScale.OfWord(level) is { } word ? new Rating(word, level, origin)
            : null;
    }

    private static Rating? OfToolWord(string? word) =>
        SeverityScale.OfWord(word) is { } severity ? new Rating(severity, word, "properties") : null;
}
