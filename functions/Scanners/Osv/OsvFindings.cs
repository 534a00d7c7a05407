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
        var ordered = Ids(group, records);
        var id = ordered.FirstOrDefault(IsCve) ?? ordered.FirstOrDefault(known => known.StartsWith("GHSA-", StringComparison.Ordinal)) ?? group.Ids[0];
        var affected = Affected(records, package);
        var version = package.Version ?? package.Commit;
        var called = package.Name ?? source.Path;
        var summary = records.Find(record => record.Summary is not null)?.Summary ?? FirstLine(records);
        var fix = OsvVersion.SmallestAbove(package.Version, affected is [var only] ? only.Fixes : affected.SelectMany(entry => entry.Fixes));
        var cvss = OsvSeverity.Cvss(records);
        var finding = new Finding
        {
            Tool = Tool,
            Rule = new Rule(id)
            {
                Name = summary,
                Description = records.MaxBy(record => record.Details?.Length ?? 0)?.Details,
                HelpUrl = $"https://osv.dev/vulnerability/{Uri.EscapeDataString(records[0].Id!)}",
            },
            Title = CleanText.Line(summary is null ? $"{id} in {called} {version}" : $"{id} in {called}: {summary}", FindingLimits.TitleCharacters),
            Rating = OsvSeverity.Of(group, records, affected, id, warnings),
            Place = new Place
            {
                Path = source.Path,
                Component = PurlOf(affected) ?? package.Name,
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
        var identities = Identities($"osv:{source.Path}|{package.Ecosystem}|{package.Name}|{version}|", id, ordered);
        var state = records.TrueForAll(record => record.IsWithdrawn) ? ReportedState.Fixed
            : group.SetAside is not null ? ReportedState.Suppressed
            : ReportedState.Open;
        return new ReportedFinding(finding, identities, state) { Justification = state == ReportedState.Suppressed ? group.SetAside : null };
    }

    private static IReadOnlyList<string> Ids(OsvGroup group, List<OsvRecord> records)
    {
        var ids = new List<string>();
        group.Ids.ForEach(Add);
        group.Aliases.ForEach(Add);
        records.ForEach(record => Add(record.Id!));
        records.ForEach(record => record.Aliases.ForEach(Add));
        return VulnerabilityIds.Ordered(ids);

        void Add(string name) => VulnerabilityIds.AddId(name, ids);
    }

    private static List<string> Identities(string where, string id, IReadOnlyList<string> ids)
    {
        var identities = new List<string>(MostAliases) { where + id };
        for (var i = 0; i < ids.Count && identities.Count < MostAliases; i++)
        {
            if (ids[i] != id)
            {
                identities.Add(where + ids[i]);
            }
        }

        return identities;
    }

    private static string? PurlOf(List<OsvAffected> affected)
    {
        foreach (var entry in affected)
        {
            if (PackageUrl.Of(entry.Purl) is { } purl)
            {
                return purl.Plain;
            }
        }

        return null;
    }

    private static List<OsvAffected> Affected(List<OsvRecord> records, OsvPackage package)
    {
        var affected = new List<OsvAffected>();
        foreach (var record in records)
        {
            foreach (var entry in record.Affected)
            {
                if (IsOf(entry, package))
                {
                    affected.Add(entry);
                }
            }
        }

        return affected;
    }

    // A record can list several packages; one found in a Git folder has no name.
    private static bool IsOf(OsvAffected entry, OsvPackage package) =>
        package.Name is not null && string.Equals(entry.Name, package.Name, StringComparison.OrdinalIgnoreCase)
        && (package.Ecosystem is null || entry.Ecosystem is null
            || WithoutRelease(entry.Ecosystem).Equals(WithoutRelease(package.Ecosystem), StringComparison.OrdinalIgnoreCase));

    // Debian:12
    private static ReadOnlySpan<char> WithoutRelease(string ecosystem) =>
        ecosystem.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? ecosystem.AsSpan(0, colon) : ecosystem;

    private static bool IsCve(string id) => id.StartsWith("CVE-", StringComparison.Ordinal);

    private static string? FirstLine(List<OsvRecord> records) =>
        records.Select(record => CleanText.FirstSentence(record.Details, FindingLimits.TitleCharacters)).FirstOrDefault(line => line.Length > 0);

    private static IReadOnlyList<int> Cwes(List<OsvRecord> records, List<OsvAffected> affected)
    {
        var cwes = new List<int>();
        records.ForEach(record => record.Cwes.ForEach(Add));
        affected.ForEach(entry => entry.Cwes.ForEach(Add));
        return VulnerabilityIds.Ordered(cwes);

        void Add(string text) => VulnerabilityIds.AddCwes(text, cwes);
    }

    private static List<string> References(List<OsvRecord> records)
    {
        var references = new List<string>();
        records.ForEach(record => record.Urls.ForEach(url => ReportUrl.AddWeb(url, references)));
        return references;
    }
}
