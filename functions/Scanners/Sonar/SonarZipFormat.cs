using System.IO.Compression;
using Patchbay.Findings;
using Patchbay.Scanners.Zip;

namespace Patchbay.Scanners.Sonar;

/// <summary>
/// Reads a zip of answers of SonarQube: pages of issues and of hotspots, reports of the generator, and the descriptions of rules
/// that the others name. Source: formats page, section 3.
/// </summary>
/// <param name="mostUnpackedBytes">How much may be unpacked from one zip.</param>
public sealed class SonarZipFormat(long mostUnpackedBytes = 1L << 30) : IReportFormat
{
    // Once for the rules and files of all answers, once for the entries.
    private const int Passes = 2;
    private static readonly string[] Beside = [".html", ".htm", ".css", ".js", ".txt", ".md", ".png", ".svg", ".DS_Store", "/"];

    /// <inheritdoc/>
    public string Scanner => "sonarqube";

    /// <inheritdoc/>
    public string Expects => "a zip of such JSON files";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) =>
        opening.Kind == BodyKind.Zip && opening.ZipMembers.Any(IsAnswer)
            && opening.ZipMembers.All(name => ReportZip.IsNamed(name, ".json") || Array.Exists(Beside, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            ? Fit.Loose
            : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var zip = ReportZip.Open(body, mostUnpackedBytes * Passes);
        var warnings = new ReportWarnings();
        using var walk = new SonarWalk(warnings, take, cancellationToken);
        var answers = new List<(ZipArchiveEntry Member, SonarGlossary Glossary)>();
        foreach (var member in zip.EndingWith(".json").Where(member => IsAnswer(member.FullName)))
        {
            var glossary = zip.Read(member, walk.Survey);
            if (glossary.HasEntries)
            {
                answers.Add((member, glossary));
            }
            else if (!glossary.HasRules && !zip.Read(member, walk.ReadRule))
            {
                walk.LeaveOut("{0} files of the zip are no answers of SonarQube and were left out", member.Name);
            }
        }

        if (answers.Count == 0)
        {
            throw new UnreadableReportException("A zip for SonarQube has JSON files with an array 'issues' or 'hotspots'; this one has none");
        }

        foreach (var (member, glossary) in answers)
        {
            zip.Read(member, answer => walk.Read(answer, glossary));
        }

        return new ReportSummary(walk.Tools, walk.IsWhole(), warnings.All);
    }

    // Archives made on a Mac hold a shadow of every file.
    private static bool IsAnswer(string member) =>
        ReportZip.IsNamed(member, ".json") && !member.StartsWith("__MACOSX", StringComparison.Ordinal);
}
