using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Patchbay.Scanners.Sarif;

/// <summary>Collects what tells a result from others, from strong to weak. Source: formats page, section 5.</summary>
internal static class SarifIdentities
{
    private static readonly FrozenSet<string> Placeholders = new[] { "requires login", "none", "null", "unknown", "undefined", "n/a", "-", "0" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // A column moves with every edit, and a hash of the file or of the tags does not tell its results apart.
    private static readonly SearchValues<string> Unsteady = SearchValues.Create(["Column", "FileHash", "TagsHash"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The identities, each with its kind in front.</summary>
    /// <param name="rule">Id of the rule; partial fingerprints mean something only together with rule and path.</param>
    public static IReadOnlyList<string> Of(SarifResult result, string rule, string? path)
    {
        if (result.CorrelationGuid is null && result.Fingerprints is null && result.PartialFingerprints is null)
        {
            return [];
        }

        var identities = new List<string>(1);
        if (result.CorrelationGuid is { } guid)
        {
            identities.Add("correlation:" + guid);
        }

        foreach (var (key, value) in Usable(result.Fingerprints))
        {
            identities.Add(string.Concat("fp:", key, ":", value));
        }

        foreach (var (key, value) in Usable(result.PartialFingerprints))
        {
            identities.Add(string.Concat(["pfp:", key, ":", value, "|", rule, "|", path]));
        }

        return identities;
    }

    private static IEnumerable<SarifFingerprint> Usable(List<SarifFingerprint>? all)
    {
        if (all is null)
        {
            return [];
        }

        all.RemoveAll(entry => !IsUsable(entry));

        // The order in the log is not stable; of one key the newest version is the strongest.
        if (all.Count > 1)
        {
            all.Sort(static (a, b) => Versioned(a.Key).CompareTo(Versioned(b.Key)));
        }

        return all;
    }

    private static bool IsUsable(SarifFingerprint entry) => !Placeholders.Contains(entry.Value) && !entry.Key.AsSpan().ContainsAny(Unsteady);

    private static (string Key, int NegativeVersion) Versioned(string key)
    {
        var mark = key.LastIndexOf("/v", StringComparison.OrdinalIgnoreCase);
        return mark >= 0 && int.TryParse(key.AsSpan(mark + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (key[..mark], -version)
            : (key, 0);
    }
}
