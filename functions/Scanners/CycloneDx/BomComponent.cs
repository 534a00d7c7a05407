using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>A component or service of a bill of materials, as far as findings need it.</summary>
internal sealed class BomComponent(BomContents? contents = null)
{
    // No text holds them: the cleaning drops control characters.
    private const char Separator = '\u0001';
    private const string SameAsRef = "\u0002";

    public static readonly JsonMembers<BomComponent> Members = new()
    {
        ["bom-ref"] = static (ref c, component) => component.Ref = c.Name(),
        ["group"] = static (ref c, component) => component.Group = c.Name(),
        ["name"] = static (ref c, component) => component.Name = c.Name(),
        ["version"] = static (ref c, component) => component.Version = c.Scalar(),
        ["purl"] = static (ref c, component) => component.Purl = c.Name(),
        ["components"] = static (ref c, component) => component.ReadInner(ref c),
        ["services"] = static (ref c, component) => component.ReadInner(ref c),
    };

    private static readonly XmlMembers<BomComponent> Elements = new()
    {
        ["group"] = static (c, component) => component.Group = c.Line(),
        ["name"] = static (c, component) => component.Name = c.Line(),
        ["version"] = static (c, component) => component.Version = c.Line(),
        ["purl"] = static (c, component) => component.Purl = c.Line(),
        ["components"] = static (c, component) => component.contents?.ReadComponents(c),
        ["services"] = static (c, component) => component.contents?.ReadComponents(c),
    };

    private readonly BomContents? contents = contents;

    public string? Ref { get; private set; }

    public string? Version { get; private set; }

    /// <summary>The package URL without version and qualifiers, else group and name.</summary>
    public string? Id => PackageUrl.Of(Purl)?.Plain ?? FullName;

    /// <summary>How people call it.</summary>
    public string? Label => FullName ?? PackageUrl.Of(Purl)?.Name;

    private string? Group { get; set; }

    private string? Name { get; set; }

    private string? Purl { get; set; }

    private string? FullName => Group is null || Name is null ? Name : $"{Group}/{Name}";

    /// <summary>Makes one of a reference that leads nowhere: what a package URL tells, else its text.</summary>
    public static BomComponent OfLooseRef(string reference)
    {
        var package = PackageUrl.Of(reference);
        return new BomComponent { Name = package is null ? reference : null, Purl = package is null ? null : reference, Version = package?.Version };
    }

    /// <summary>As one text, to be set aside under its reference.</summary>
    public string ToText() => string.Join(Separator, Version, Group, Name, Purl == Ref ? SameAsRef : Purl);

    /// <summary>Reads back what <see cref="ToText"/> wrote.</summary>
    public static BomComponent OfText(string reference, string text)
    {
        var parts = text.Split(Separator);
        return new BomComponent
        {
            Ref = reference,
            Version = NullIfEmpty(parts[0]),
            Group = NullIfEmpty(parts[1]),
            Name = NullIfEmpty(parts[2]),
            Purl = parts[3] == SameAsRef ? reference : NullIfEmpty(parts[3]),
        };
    }

    /// <summary>Reads one from the element we are on.</summary>
    public static BomComponent Of(XmlCursor cursor, BomContents contents)
    {
        var component = new BomComponent(contents) { Ref = cursor.Attribute("bom-ref") };
        Elements.Read(cursor, component);
        return component;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private void ReadInner(ref JsonCursor cursor)
    {
        if (contents is null)
        {
            cursor.Skip();
        }
        else
        {
            contents.ReadComponents(ref cursor);
        }
    }
}
