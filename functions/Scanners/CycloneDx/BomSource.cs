using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>A database, or a page, with its address.</summary>
internal sealed class BomSource
{
    private static readonly JsonMembers<BomSource> Members = new()
    {
        ["name"] = static (ref c, source) => source.Name = c.Name(),
        ["url"] = static (ref c, source) => source.Url = c.Name(),
    };

    public string? Name { get; private set; }

    public string? Url { get; private set; }

    /// <summary>Reads one; without members when the value is no object.</summary>
    public static BomSource Read(ref JsonCursor cursor)
    {
        var source = new BomSource();
        Members.Read(ref cursor, source);
        return source;
    }
}
