using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>One place a result names. Source: SARIF 2.1.0, section 3.28.</summary>
internal sealed class SarifLocation
{
    private static readonly JsonMembers<SarifLocation> RegionSnippet = new()
    {
        ["text"] = static (ref c, location) => location.RegionText = c.Code(),
    };

    private static readonly JsonMembers<SarifLocation> ContextSnippet = new()
    {
        ["text"] = static (ref c, location) => location.ContextText = c.Code(),
    };

    private static readonly JsonMembers<SarifLocation> Region = new()
    {
        ["startLine"] = static (ref c, location) => location.Line = c.Int(),
        ["endLine"] = static (ref c, location) => location.EndLine = c.Int(),
        ["startColumn"] = static (ref c, location) => location.Column = c.Int(),
        ["snippet"] = static (ref c, location) => RegionSnippet.Read(ref c, location),
    };

    private static readonly JsonMembers<SarifLocation> Context = new()
    {
        ["snippet"] = static (ref c, location) => ContextSnippet.Read(ref c, location),
    };

    private static readonly JsonMembers<SarifLocation> Physical = new()
    {
        ["artifactLocation"] = static (ref c, location) => location.Artifact = SarifArtifact.Read(ref c),
        ["region"] = static (ref c, location) => Region.Read(ref c, location),
        ["contextRegion"] = static (ref c, location) => Context.Read(ref c, location),
    };

    /// <summary>The members of a location.</summary>
    public static JsonMembers<SarifLocation> Members { get; } = new()
    {
        ["physicalLocation"] = static (ref c, location) => Physical.Read(ref c, location),
        ["logicalLocations"] = ReadSymbols,
    };

    public SarifArtifact? Artifact { get; private set; }

    public int? Line { get; private set; }

    public int? EndLine { get; private set; }

    public int? Column { get; private set; }

    public SarifSymbol? Symbol { get; private set; }

    /// <summary>The code at the place, else the code around it.</summary>
    public string? Snippet => RegionText ?? ContextText;

    private string? RegionText { get; set; }

    private string? ContextText { get; set; }

    // The first is the innermost one that the tool names.
    private static void ReadSymbols(ref JsonCursor cursor, SarifLocation location)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var symbol = new SarifSymbol();
            if (SarifSymbol.Members.Read(ref cursor, symbol))
            {
                location.Symbol ??= symbol;
            }
        }
    }
}
