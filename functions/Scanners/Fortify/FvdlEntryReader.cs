using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>Reads one <c>Vulnerability</c> of an FVDL. Paths are followed exactly: traces nest, and their nodes have the same names.</summary>
internal static class FvdlEntryReader
{
    /// <summary>Reads the element we are on.</summary>
    /// <param name="entry">Takes what the element says, instead of what it held.</param>
    public static void Read(XmlCursor xml, FvdlEntry entry)
    {
        entry.Clear();
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "ClassInfo":
                    ReadClass(xml, entry);
                    break;
                case "InstanceInfo":
                    ReadInstance(xml, entry);
                    break;
                case "AnalysisInfo":
                    ReadAnalysis(xml, entry);
                    break;
            }
        }
    }

    private static void ReadClass(XmlCursor xml, FvdlEntry entry)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "ClassID":
                    entry.ClassId = xml.Line();
                    break;
                case "Type":
                    entry.Type = xml.Line();
                    break;
                case "Subtype":
                    entry.Subtype = xml.Line();
                    break;
            }
        }
    }

    private static void ReadInstance(XmlCursor xml, FvdlEntry entry)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "InstanceID":
                    entry.InstanceId = xml.Line();
                    break;
                case "InstanceSeverity":
                    entry.InstanceSeverity = xml.Line();
                    break;
                case "Confidence":
                    entry.Confidence = xml.Line();
                    break;
                case "MetaInfo":
                    ReadMeta(xml, entry);
                    break;
            }
        }
    }

    private static void ReadMeta(XmlCursor xml, FvdlEntry entry)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "Group" && xml.Attribute("name") == "Probability")
            {
                entry.Probability = xml.Line();
            }
        }
    }

    private static void ReadAnalysis(XmlCursor xml, FvdlEntry entry)
    {
        for (var analysis = xml.Enter(); xml.NextChild(analysis);)
        {
            for (var unified = xml.Name == "Unified" ? xml.Enter() : -1; xml.NextChild(unified);)
            {
                switch (xml.Name)
                {
                    case "Context":
                        ReadContext(xml, entry);
                        break;
                    case "ReplacementDefinitions":
                        ReadDefinitions(xml, entry);
                        break;
                    case "Trace":
                        ReadTrace(xml, entry);
                        break;
                }
            }
        }
    }

    private static void ReadContext(XmlCursor xml, FvdlEntry entry)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "Function")
            {
                entry.Symbol = Within(xml.Attribute("namespace"), Within(xml.Attribute("enclosingClass"), xml.Attribute("name")));
            }
        }
    }

    private static string? Within(string? outer, string? inner) =>
        outer is null ? inner : inner is null ? outer : Cut($"{outer}.{inner}");

    private static string Cut(string symbol) =>
        symbol.Length <= FindingLimits.NameCharacters ? symbol : CleanText.Line(symbol, FindingLimits.NameCharacters);

    private static void ReadDefinitions(XmlCursor xml, FvdlEntry entry)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "Def")
            {
                entry.Define(xml.Attribute("key"), xml.Attribute("value"));
            }
        }
    }

    private static void ReadTrace(XmlCursor xml, FvdlEntry entry)
    {
        for (var trace = xml.Enter(); xml.NextChild(trace);)
        {
            for (var primary = xml.Name == "Primary" ? xml.Enter() : -1; xml.NextChild(primary);)
            {
                for (var node = xml.Name == "Entry" ? xml.Enter() : -1; xml.NextChild(node);)
                {
                    ReadNode(xml, entry);
                }
            }
        }
    }

    // The node marked as default is the main place; without one the last is, where a data flow ends.
    private static void ReadNode(XmlCursor xml, FvdlEntry entry)
    {
        if (entry.IsSettled || xml.Name is not ("Node" or "NodeRef"))
        {
            return;
        }

        entry.IsSettled = xml.Attribute("isDefault") == "true";
        if (xml.Name == "NodeRef")
        {
            entry.NodeKey = xml.Attribute("id") is { } id ? TextKey.Of(id) : 0;
            entry.Location = default;
            return;
        }

        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "SourceLocation")
            {
                entry.Location = FvdlLocation.Of(xml);
                entry.NodeKey = 0;
            }
        }
    }
}
