using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>What an answer tells of a rule beside its issues.</summary>
internal sealed class SonarRule
{
    public static readonly JsonMembers<SonarRule> Members = new()
    {
        ["key"] = static (ref c, rule) => rule.Key = c.Name(),
        ["name"] = static (ref c, rule) => rule.Name = c.Name(),
        ["htmlDesc"] = static (ref c, rule) => VulnerabilityIds.AddCwes(c.Text(), rule.Cwes),
        ["securityStandards"] = ReadStandards,
    };

    public string? Key { get; private set; }

    public string? Name { get; private set; }

    public List<int> Cwes { get; } = [];

    // cwe:352, owaspTop10:a5
    private static void ReadStandards(ref JsonCursor cursor, SonarRule rule)
    {
        var standards = new List<string>();
        cursor.Texts(standards);
        foreach (var standard in standards)
        {
            VulnerabilityIds.AddCwes(standard, rule.Cwes);
        }
    }
}
