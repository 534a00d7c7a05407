using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>A level that an invocation sets for a rule. Source: SARIF 2.1.0, section 3.51.</summary>
internal sealed class SarifOverride
{
    public static readonly JsonMembers<SarifOverride> Members = new()
    {
        ["descriptor"] = static (ref c, entry) => entry.Rule = SarifReference.Read(ref c),
        ["configuration"] = static (ref c, entry) => SarifLevel.Members.Read(ref c, entry.Configuration),
    };

    public SarifReference? Rule { get; private set; }

    public SarifLevel Configuration { get; } = new();
}
