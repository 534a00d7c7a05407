using System.Text.Json;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>
/// What a bill of materials holds beside its vulnerabilities: the components they refer to, set aside because there may be many, and
/// which tool wrote it.
/// </summary>
internal sealed class BomContents : IDisposable
{
    private static readonly JsonMembers<BomContents> Tool = new()
    {
        ["version"] = static (ref c, contents) => contents.ToolVersion = c.Scalar(),
    };

    private static readonly JsonMembers<BomContents> Tools = new()
    {
        ["components"] = static (ref c, contents) => contents.ReadTools(ref c),
        ["services"] = static (ref c, contents) => contents.ReadTools(ref c),
    };

    private static readonly JsonMembers<BomContents> Metadata = new()
    {
        ["component"] = static (ref c, contents) => contents.ReadComponent(ref c),
        ["tools"] = ReadToolsOfAnyVersion,
    };

    private static readonly JsonMembers<BomContents> Root = new()
    {
        ["metadata"] = static (ref c, contents) => Metadata.Read(ref c, contents),
        ["components"] = static (ref c, contents) => contents.ReadComponents(ref c),
        ["services"] = static (ref c, contents) => contents.ReadComponents(ref c),
        ["vulnerabilities"] = static (ref c, contents) => contents.PassOverVulnerabilities(ref c),
    };

    private static readonly XmlMembers<BomContents> ToolElement = new()
    {
        ["version"] = static (c, contents) => contents.ToolVersion = c.Line(),
    };

    private static readonly XmlMembers<BomContents> MetadataElements = new()
    {
        ["component"] = static (c, contents) => contents.ReadComponent(c),
        ["tools"] = static (c, contents) => contents.ReadTools(c),
    };

    /// <summary>The elements of the root but its vulnerabilities.</summary>
    public static readonly XmlMembers<BomContents> Elements = new()
    {
        ["metadata"] = MetadataElements.Read,
        ["components"] = static (c, contents) => contents.ReadComponents(c),
        ["services"] = static (c, contents) => contents.ReadComponents(c),
    };

    private readonly TextShelf components = new();
    private int tools;

    /// <summary>Whether there is a list of vulnerabilities, be it empty.</summary>
    public bool HasVulnerabilities { get; set; }

    /// <summary>False for a document that only tells what is known of vulnerabilities.</summary>
    public bool HasComponents { get; private set; }

    /// <summary>How many components found no room, so that findings call them by their references.</summary>
    public int Refused => components.Refused;

    /// <summary>Version of the tool, when one wrote the document.</summary>
    public string? SingleToolVersion => tools == 1 ? ToolVersion : null;

    private string? ToolVersion { get; set; }

    /// <summary>Reads all but the vulnerabilities.</summary>
    public static BomContents Of(Stream body, CancellationToken cancellationToken)
    {
        var contents = new BomContents();
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Root.Read(ref cursor, contents);
        return contents;
    }

    /// <summary>The component that a reference means, also one through a link between documents; null for no reference.</summary>
    public BomComponent? Find(string? reference)
    {
        if (reference is null)
        {
            return null;
        }

        if (Known(reference) is { } component)
        {
            return component;
        }

        const string Link = "urn:cdx:";
        var hash = reference.StartsWith(Link, StringComparison.Ordinal) ? reference.IndexOf('#', StringComparison.Ordinal) : -1;
        var local = hash < 0 ? reference : Uri.UnescapeDataString(reference[(hash + 1)..]);
        return (local == reference ? null : Known(local)) ?? BomComponent.OfLooseRef(local);
    }

    /// <summary>Reads a list of components or services, with what they contain.</summary>
    public void ReadComponents(ref JsonCursor cursor)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadComponent(ref cursor);
            }
        }
    }

    /// <summary>Reads a list of components or services in XML, with what they contain.</summary>
    public void ReadComponents(XmlCursor cursor)
    {
        var list = cursor.Enter();
        while (cursor.NextChild(list))
        {
            ReadComponent(cursor);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => components.Dispose();

    private BomComponent? Known(string reference) =>
        components.Get(TextKey.Of(reference)) is { } text ? BomComponent.OfText(reference, text) : null;

    private void PassOverVulnerabilities(ref JsonCursor cursor)
    {
        HasVulnerabilities |= cursor.IsNext(JsonTokenType.StartArray);
        cursor.SkipUnchecked();
    }

    private void ReadComponent(ref JsonCursor cursor)
    {
        var component = new BomComponent(this);
        if (BomComponent.Members.Read(ref cursor, component))
        {
            Add(component);
        }
    }

    private void ReadComponent(XmlCursor cursor) => Add(BomComponent.Of(cursor, this));

    private void Add(BomComponent component)
    {
        if (component.Ref is { } reference)
        {
            HasComponents = true;
            components.Put(TextKey.Of(reference), component.ToText());
        }
    }

    // A list up to version 1.4, an object of lists from 1.5 on.
    private static void ReadToolsOfAnyVersion(ref JsonCursor cursor, BomContents contents)
    {
        if (cursor.IsNext(JsonTokenType.StartArray))
        {
            contents.ReadTools(ref cursor);
        }
        else
        {
            Tools.Read(ref cursor, contents);
        }
    }

    private void ReadTools(ref JsonCursor cursor)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                tools += Tool.Read(ref cursor, this) ? 1 : 0;
            }
        }
    }

    // Each a child up to version 1.4, in lists of components and services from 1.5 on.
    private void ReadTools(XmlCursor cursor)
    {
        var list = cursor.Enter();
        while (cursor.NextChild(list))
        {
            if (cursor.Name is "components" or "services")
            {
                ReadTools(cursor);
            }
            else
            {
                tools++;
                ToolElement.Read(cursor, this);
            }
        }
    }
}
