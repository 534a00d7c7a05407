using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Osv;

/// <summary>Makes findings of a package's flaws. Source: formats page, section 10.</summary>
internal sealed class OsvFindings(ReportWarnings warnings)
{
    private const string Tool = "osv";
    private const int MostAliases = 6;

    /// <summary>
    /// Makes one finding for each record. Records of one flaw give the same finding, so that the entries of the report are
    /// counted as they stand there and the flaw comes in once.
    /// </summary>
    public IEnumerable<ReportedFinding> Of(OsvPackage package, OsvSource source)
    {
        foreach (var (group, records) in package.Flaws())
        {
            var finding = One(package, source, group, records);
            for (var i = 0; i < records.Count; i++)
            {
                yield return finding;
            }
        }
    }

    private ReportedFinding One(OsvPackage package, OsvSource source, OsvGroup group, List<OsvRecord> records)
    {
        var ids = new List<string>();
        foreach (var name in group.Ids.Concat(group.Aliases).Concat(records.Select(record => record.Id!)).Concat(records.SelectMany(record => record.Aliases)))
        {
            VulnerabilityIds.AddId(name, ids);
        }

        var ordered = VulnerabilityIds.Ordered(ids);
        var id = ordered.FirstOrDefault(IsCve) ?? ordered.FirstOrDefault(known => known.StartsWith("GHSA-", StringComparison.Ordinal)) ?? group.Ids[0];
        var affected = records.SelectMany(record => record.Affected).Where(entry => IsOf(entry, package)).ToList();
        var version = package.Version ?? package.Commit;
        var called = package.Name ?? source.Path;
        var summary = records.Select(record => record.Summary).FirstOrDefault(text => text is not null) ?? FirstLine(records);
        var fix = OsvVersion.SmallestAbove(package.Version, affected is [var only] ? only.Fixes : affected.SelectMany(entry => entry.Fixes));
        var cvss = OsvSeverity.Cvss(records);
        var finding = new Finding
        {
            Tool = Tool,
            Rule = new Rule(id)
            {
                Name = summary,
                Description = records.Select(record => record.Details).MaxBy(text => text?.Length ?? 0),
                HelpUrl = $"https://osv.dev/vulnerability/{Uri.EscapeDataString(records[0].Id!)}",
            },
            Title = CleanText.Line(summary is null ? $"{id} in {called} {version}" : $"{id} in {called}: {summary}", FindingLimits.TitleCharacters),
            Rating = OsvSeverity.Of(group, records, affected, id, warnings),
            Place = new Place
            {
                Path = source.Path,
                Component = affected.Select(entry => PackageUrl.Of(entry.Purl)?.Plain).FirstOrDefault(purl => purl is not null) ?? package.Name,
                Version = version,
                FixedVersion = fix,
            },
            Cwes = Cwes(records, affected),
            Cves = ordered,
            CvssScore = cvss.Score,
            CvssVector = cvss.Vector,
            Advice = fix is null ? null : $"Upgrade {package.Name} {package.Version} to {fix}.",
            References = References(records),
        };
        var where = $"{source.Path}|{package.Ecosystem}|{package.Name}|{version}";
        IReadOnlyList<string> identities = [.. ordered.Prepend(id).Distinct().Take(MostAliases).Select(known => $"osv:{where}|{known}")];
        var state = records.TrueForAll(record => record.IsWithdrawn) ? ReportedState.Fixed
            : group.SetAside is not null ? ReportedState.Suppressed
            : ReportedState.Open;
        return new ReportedFinding(finding, identities, state) { Justification = state == ReportedState.Suppressed ? group.SetAside : null };
    }

    // A record can list several packages; one found in a Git folder has no name.
    private static bool IsOf(OsvAffected entry, OsvPackage package) =>
        package.Name is not null && string.Equals(entry.Name, package.Name, StringComparison.OrdinalIgnoreCase)
        && (package.Ecosystem is null || entry.Ecosystem is null
            || string.Equals(entry.Ecosystem.Split(':')[0], package.Ecosystem.Split(':')[0], StringComparison.OrdinalIgnoreCase));

    private static bool IsCve(string id) => id.StartsWith("CVE-", StringComparison.Ordinal);

    private static string? FirstLine(List<OsvRecord> records) =>
        records.Select(record => CleanText.FirstSentence(record.Details, FindingLimits.TitleCharacters)).FirstOrDefault(line => line.Length > 0);

    private static IReadOnlyList<int> Cwes(List<OsvRecord> records, List<OsvAffected> affected)
    {
        var cwes = new List<int>();
        foreach (var text in records.SelectMany(record => record.Cwes).Concat(affected.SelectMany(entry => entry.Cwes)))
        {
            VulnerabilityIds.AddCwes(text, cwes);
        }

        return VulnerabilityIds.Ordered(cwes);
    }

    private static List<string> References(List<OsvRecord> records)
    {
        var references = new List<string>();
        foreach (var url in records.SelectMany(record => record.Urls))
        {
            ReportUrl.AddWeb(url, references);
        }

        return references;
    }
}
