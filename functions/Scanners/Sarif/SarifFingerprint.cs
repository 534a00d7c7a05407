using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>One entry of a result's fingerprints. Source: SARIF 2.1.0, sections 3.27.17 and 3.27.18.</summary>
internal readonly record struct SarifFingerprint(string Key, string Value)
{
    private static readonly JsonMembers<List<string>> ObjectValue = new()
    {
        ["value"] = static (ref c, values) => c.Texts(values, 1),
    };

    /// <summary>Reads a map; a value may be an object with the text inside. Null when there is no usable entry.</summary>
    public static List<SarifFingerprint>? ReadAll(ref JsonCursor cursor)
    {
        List<SarifFingerprint>? all = null;
        if (!cursor.EnterObject())
        {
            return all;
        }

        while (cursor.NextMember())
        {
            var key = cursor.Member();
            if (ReadValue(ref cursor) is { } value && (all?.Count ?? 0) < FindingLimits.ListEntries)
            {
                (all ??= []).Add(new SarifFingerprint(key, value));
            }
        }

        return all;
    }

    private static string? ReadValue(ref JsonCursor cursor)
    {
        if (cursor.IsNext(System.Text.Json.JsonTokenType.String))
        {
            return cursor.Text(FindingLimits.NameCharacters);
        }

        var values = new List<string>();
        return ObjectValue.Read(ref cursor, values) ? values.FirstOrDefault() : null;
    }
}
