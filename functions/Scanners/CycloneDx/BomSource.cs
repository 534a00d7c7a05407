using Patchbay.Scanners.Json;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>A database, or a page, with its address.</summary>
internal sealed class BomSource
{
    private static readonly JsonMembers<BomSource> Members = new()
    {
        ["name"] = static (ref c, source) => source.Name = c.Name(),
        ["url"] = static (ref c, source) => source.Url = c.Name(),
    };

    private static readonly XmlMembers<BomSource> Elements = new()
    {
        ["name"] = static (c, source) => source.Name = c.Line(),
        ["url"] = static (c, source) => source.Url = c.Line(),
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

    /// <summary>Reads one from the element we are on.</summary>
    public static BomSource Read(XmlCursor cursor)
    {
        var source = new BomSource();
        Elements.Read(cursor, source);
        return source;
    }
}
