using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>A rule's configuration, of which the level counts. Source: SARIF 2.1.0, section 3.50.</summary>
internal sealed class SarifLevel
{
    public static readonly JsonMembers<SarifLevel> Members = new()
    {
        ["level"] = static (ref c, configuration) => configuration.Level = c.Name(),
    };

    public string? Level { get; private set; }
}
