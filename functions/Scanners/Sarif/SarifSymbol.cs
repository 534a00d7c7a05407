using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>A place in a program's own words: a function, a class, a resource. Source: SARIF 2.1.0, section 3.33.</summary>
internal sealed class SarifSymbol
{
    public static readonly JsonMembers<SarifSymbol> Members = new()
    {
        ["fullyQualifiedName"] = static (ref c, symbol) => symbol.Name = c.Name() ?? symbol.Name,
        ["name"] = static (ref c, symbol) => symbol.Name ??= c.Name(),
        ["index"] = static (ref c, symbol) => symbol.Index = c.Int(),
    };

    /// <summary>The fully qualified name, else the short one.</summary>
    public string? Name { get; private set; }

    /// <summary>Its number in the run's list.</summary>
    public int? Index { get; private set; }
}
