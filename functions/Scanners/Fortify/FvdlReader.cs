using Patchbay.Findings;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>
/// Reads an FVDL. Rules, snippets and shared trace nodes stand behind the findings, so the findings are set aside until the
/// body has been read, once, to its end.
/// </summary>
internal sealed class FvdlReader(FortifyAudit? audit, ReportWarnings warnings) : IDisposable
{
    private readonly EntrySpool entries = new();
    private readonly FortifyRules rules = new();
    private readonly TextShelf snippets = new();
    private readonly Dictionary<ulong, FvdlLocation> nodes = [];
    private readonly HashSet<ulong> wantedNodes = [];
    private readonly FvdlEntry entry = new();
    private string? basePath;
    private string? version;
    private bool hasResults;

    /// <summary>Reads the body and hands over its findings.</summary>
    /// <exception cref="UnreadableReportException">It is not a whole FVDL.</exception>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using (var xml = new XmlCursor(body, cancellationToken))
        {
            ReadRoot(xml);
            xml.Finish();
        }

        if (!hasResults)
        {
            throw new UnreadableReportException("An FVDL has a 'Vulnerabilities' or at least a 'Build' element; this one has neither");
        }

        var findings = new FvdlFindings(rules, new FortifyPaths(basePath), audit, warnings);
        while (entries.NextEntry())
        {
            cancellationToken.ThrowIfCancellationRequested();
            entry.Read(entries);
            var location = entry.NodeKey == 0 ? entry.Location : nodes.GetValueOrDefault(entry.NodeKey);
            take(findings.Of(entry, location, snippets.Get(location.SnippetKey, FindingLimits.SnippetCharacters)));
        }

        return new ReportSummary(["fortify"], IsWhole: true, warnings.All) { ToolVersion = version };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        entries.Dispose();
        rules.Dispose();
        snippets.Dispose();
    }

    private void ReadRoot(XmlCursor xml)
    {
        if (xml.Name != "FVDL")
        {
            throw new UnreadableReportException($"Expected XML with the root element 'FVDL', not '{xml.Name}'");
        }

        for (var root = xml.Enter(); xml.NextChild(root);)
        {
            switch (xml.Name)
            {
                case "Build":
                    ReadBuild(xml);
                    break;
                case "Vulnerabilities":
                    ReadVulnerabilities(xml);
                    break;
                case "UnifiedNodePool":
                    ReadNodes(xml);
                    break;
                case "Description":
                    rules.AddDescription(xml);
                    break;
                case "Snippets":
                    ReadSnippets(xml);
                    break;
                case "EngineData":
                    ReadEngine(xml);
                    break;
            }
        }
    }

    private void ReadBuild(XmlCursor xml)
    {
        hasResults = true;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            basePath = xml.Name == "SourceBasePath" ? xml.Line() : basePath;
        }
    }

    private void ReadVulnerabilities(XmlCursor xml)
    {
        hasResults = true;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name != "Vulnerability")
            {
                continue;
            }

            var where = xml.Where;
            FvdlEntryReader.Read(xml, entry);
            if (entry.ClassId is null && entry.Type is null && entry.InstanceId is null)
            {
                warnings.Add("Vulnerabilities that say neither what nor which they are were left out", where);
                continue;
            }

            Want(entry.Location.SnippetKey);
            if (entry.NodeKey != 0 && wantedNodes.Count < TextShelf.MostKeys)
            {
                wantedNodes.Add(entry.NodeKey);
            }

            entry.Write(entries);
        }
    }

    private void ReadNodes(XmlCursor xml)
    {
        for (var pool = xml.Enter(); xml.NextChild(pool);)
        {
            if (xml.Attribute("id") is not { } id || !wantedNodes.Contains(TextKey.Of(id)))
            {
                continue;
            }

            for (var node = xml.Enter(); xml.NextChild(node);)
            {
                if (xml.Name == "SourceLocation")
                {
                    var location = FvdlLocation.Of(xml);
                    nodes[TextKey.Of(id)] = location;
                    Want(location.SnippetKey);
                }
            }
        }
    }

    private void ReadSnippets(XmlCursor xml)
    {
        for (var pool = xml.Enter(); xml.NextChild(pool);)
        {
            if (xml.Attribute("id") is not { } id || !snippets.Knows(TextKey.Of(id)))
            {
                continue;
            }

            for (var snippet = xml.Enter(); xml.NextChild(snippet);)
            {
                if (xml.Name == "Text")
                {
                    snippets.Put(TextKey.Of(id), xml.Raw(FindingLimits.SnippetCharacters));
                }
            }
        }
    }

    private void ReadEngine(XmlCursor xml)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "EngineVersion":
                    version = xml.Line();
                    break;
                case "RuleInfo":
                    rules.AddRuleInfo(xml);
                    break;
            }
        }
    }

    private void Want(ulong snippet)
    {
        if (snippet != 0)
        {
            snippets.Want(snippet);
        }
    }
}
