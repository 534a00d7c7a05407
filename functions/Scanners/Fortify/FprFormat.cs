using System.IO.Compression;
using Patchbay.Findings;
using Patchbay.Scanners.Zip;

namespace Patchbay.Scanners.Fortify;

/// <summary>A Fortify project archive: a zip with the scan, <c>audit.fvdl</c>, and what people decided about it, <c>audit.xml</c>.</summary>
/// <param name="mostUnpackedBytes">How much may be unpacked from one archive.</param>
public sealed class FprFormat(long mostUnpackedBytes = 1L << 30) : IReportFormat
{
    private const string Scan = "audit.fvdl";
    private const string DynamicScan = "webinspect.xml";
    private const string Decisions = "audit.xml";

    /// <inheritdoc/>
    public string Scanner => "fortify";

    /// <inheritdoc/>
    public string Expects => "a zip with a member 'audit.fvdl'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) =>
        opening.Kind == BodyKind.Zip && opening.ZipMembers.Any(name => ReportZip.IsNamed(name, Scan) || ReportZip.IsNamed(name, DynamicScan)) ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var zip = ReportZip.Open(body, mostUnpackedBytes);
        if (zip.EndingWith(Scan) is [var scan, ..])
        {
            return ReadScan(zip, scan, take, cancellationToken);
        }

        return zip.EndingWith(DynamicScan) is [var dynamicScan, ..]
            ? zip.Read(dynamicScan, member => new WebInspectReader(take).Read(member, cancellationToken))
            : throw new UnreadableReportException($"The zip has no member '{Scan}'");
    }

    private static ReportSummary ReadScan(ReportZip zip, ZipArchiveEntry scan, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        // A missing audit.xml is normal: nobody has looked at the scan yet.
        using var audit = zip.EndingWith(Decisions) is [var decisions, ..]
            ? zip.Read(decisions, member => FortifyAudit.Read(member, cancellationToken))
            : null;
        using var reader = new FvdlReader(audit, new ReportWarnings());
        return zip.Read(scan, member => reader.Read(member, take, cancellationToken));
    }
}
