using Patchbay.Findings;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>
/// Reads a report of web application scans. Its glossary stands behind the entries, so they are set aside until the body has
/// been read, once, to its end.
/// </summary>
internal sealed class WasReader(Action<ReportedFinding> take) : IDisposable
{
    private const string Tool = "qualys-was";
    private readonly EntrySpool entries = new();
    private readonly QualysChecks checks = new();
    private readonly ReportWarnings warnings = new();
    private bool isWhole = true;
    private bool hasResults;

    /// <summary>Reads the body and hands over its findings.</summary>
    public ReportSummary Read(Stream body, CancellationToken cancellationToken)
    {
        using (var xml = new XmlCursor(body, cancellationToken))
        {
            for (var root = xml.Enter(); xml.NextChild(root);)
            {
                Visit(xml);
            }

            xml.Finish();
        }

        if (!hasResults)
        {
            throw new UnreadableReportException("A report of Qualys WAS has a 'RESULTS' element; this one has none");
        }

        HandOver(cancellationToken);
        return new ReportSummary([Tool], isWhole, warnings.All);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        entries.Dispose();
        checks.Dispose();
    }

    private void HandOver(CancellationToken cancellationToken)
    {
        var findings = new WasFindings(Tool, warnings);
        while (entries.NextEntry())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var detection = WasDetection.Read(entries);
            take(findings.Of(detection, checks.Of(detection.Qid)));
        }
    }

    private void Visit(XmlCursor xml)
    {
        switch (xml.Name)
        {
            case "RESULTS":
                hasResults = true;
                ReadResults(xml, null, null);
                break;
            case "GLOSSARY":
                ReadGlossary(xml);
                break;
            case "APPENDIX":
                ReadScans(xml);
                break;
        }
    }

    private void ReadResults(XmlCursor xml, string? application, string? url)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "WEB_APPLICATION":
                    ReadResults(xml, null, null);
                    break;
                case "ID" or "NAME":
                    application = application ?? xml.Line();
                    break;
                case "URL":
                    url = xml.Line();
                    break;
                case "VULNERABILITY_LIST" or "SENSITIVE_CONTENT_LIST" or "INFORMATION_GATHERED_LIST":
                    ReadList(xml, application, url);
                    break;
            }
        }
    }

    private void ReadList(XmlCursor xml, string? application, string? url)
    {
        QualysKind? kind = xml.Name == "INFORMATION_GATHERED_LIST" ? QualysKind.Information : null;
        for (var list = xml.Enter(); xml.NextChild(list);)
        {
            if (xml.Name is not ("VULNERABILITY" or "SENSITIVE_CONTENT" or "INFORMATION_GATHERED"))
            {
                continue;
            }

            var where = xml.Where;
            var detection = new WasDetection { Kind = kind, Application = application, ApplicationUrl = url };
            WasDetectionXml.Read(xml, detection);
            if (detection.Qid.Length == 0)
            {
                warnings.Add("Entries without a QID were left out", where);
                isWhole = false;
                continue;
            }

            detection.Write(entries);
        }
    }

    private void ReadGlossary(XmlCursor xml)
    {
        for (var glossary = xml.Enter(); xml.NextChild(glossary);)
        {
            for (var list = xml.Name == "QID_LIST" ? xml.Enter() : -1; xml.NextChild(list);)
            {
                if (ReadCheck(xml) is { } check)
                {
                    checks.Shelve(check);
                }
            }
        }
    }

    private static QualysCheck? ReadCheck(XmlCursor xml)
    {
        string? qid = null;
        var text = new QualysCheckText();
        for (var entry = xml.Enter(); xml.NextChild(entry);)
        {
            switch (xml.Name)
            {
                case "QID":
                    qid = QualysDetectionXml.NumberOf(xml.Line());
                    break;
                case "CATEGORY":
                    text.Kind = QualysRating.KindOf(xml.Line());
                    break;
                case "GROUP" when xml.Line() is { } group:
                    text.Kind = group.StartsWith("IG-", StringComparison.Ordinal) ? QualysKind.Information : text.Kind;
                    break;
                default:
                    text.Read(xml);
                    break;
            }
        }

        return qid is null ? null : text.Build(qid);
    }

    // A scan that ran out of time, or was cancelled, has not seen everything.
    private void ReadScans(XmlCursor xml)
    {
        for (var appendix = xml.Enter(); xml.NextChild(appendix);)
        {
            for (var list = xml.Name == "SCAN_LIST" ? xml.Enter() : -1; xml.NextChild(list);)
            {
                for (var scan = xml.Name == "SCAN" ? xml.Enter() : -1; xml.NextChild(scan);)
                {
                    if (xml.Name == "STATUS" && xml.Line() is { } status && !status.Equals("Finished", StringComparison.OrdinalIgnoreCase))
                    {
                        warnings.Add("Scans did not finish, their status is " + CleanText.Cut(status, FindingLimits.TitleCharacters).ToString());
                        isWhole = false;
                    }
                }
            }
        }
    }
}
