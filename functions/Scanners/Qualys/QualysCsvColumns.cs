using Patchbay.Findings;
using Patchbay.Scanners.Csv;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>Where the columns of an export stand, whichever of the products wrote it.</summary>
internal sealed class QualysCsvColumns
{
    private readonly CsvRows rows;
    private readonly int[] addresses;
    private readonly int title, severity, kind, status, assetId, name, netBios, network, tracking, port, protocol, virtualHost, ssl, instance;
    private readonly int firstFound, results, threat, impact, solution, cves, third, second, exploits, realTime, review, ignored, disabled;

    /// <summary>Finds the columns in the header that was taken.</summary>
    public QualysCsvColumns(CsvRows rows)
    {
        this.rows = rows;
        (Qid, Cve) = (rows.Column("QID"), rows.Column("CVE"));
        IsPci = rows.Column("VULN TITLE", "IS_PCI", "Q_SEVERITY") >= 0;
        SeverityOrigin = IsPci && rows.Column("Q_SEVERITY") >= 0 ? "Q_SEVERITY" : "Severity";
        (title, kind) = (rows.Column("Title", "VULN TITLE"), rows.Column("Type", "Type Detected"));
        (severity, status) = (rows.Column(SeverityOrigin, "KB Severity"), rows.Column("Vuln Status", "Status"));
        (assetId, network, tracking) = (rows.Column("Asset Id", "Host ID"), rows.Column("Network"), rows.Column("Tracking Method"));
        (name, netBios) = (rows.Column("DNS", "HOSTNAME", "Asset Name"), rows.Column("NetBIOS"));
        addresses = [rows.Column("IP", "Asset IPV4"), rows.Column("Asset IPV6", "IPV6")];
        (port, protocol, ssl) = (rows.Column("Port"), rows.Column("Protocol"), rows.Column("SSL"));
        (virtualHost, instance) = (rows.Column("FQDN"), rows.Column("Instance"));
        (firstFound, results) = (rows.Column("First Detected"), rows.Column("Results", "Result"));
        (threat, impact, solution) = (rows.Column("Threat"), rows.Column("Impact"), rows.Column("Solution"));
        (cves, exploits, realTime) = (rows.Column("CVE ID", "CVEID"), rows.Column("Exploitability"), rows.Column("RTI"));
        third = rows.Column("CVSS3.1 Base", "CVSS3 Base", "CVSSv3.1 Base (nvd)", "CVSSv3 Base (nvd)");
        second = rows.Column("CVSS Base", "CVSS_BASE", "CVSSv2 Base (nvd)");
        (review, ignored, disabled) = (rows.Column("FALSE POSITIVE STATUS"), rows.Column("Ignored"), rows.Column("Disabled"));
    }

    /// <summary>The column of the QID.</summary>
    public int Qid { get; }

    /// <summary>The column of the one CVE that a row is about; -1 when a row is a detection.</summary>
    public int Cve { get; }

    /// <summary>Whether it is an export of PCI scans.</summary>
    public bool IsPci { get; }

    /// <summary>The column that ratings come from.</summary>
    public string SeverityOrigin { get; }

    /// <summary>What the row calls the problem.</summary>
    public string? Title => rows.Line(title);

    /// <summary>The scores of the row, of version 3 and 2.</summary>
    public (string? Third, string? Second) Scores => (rows.Line(third), rows.Line(second));

    /// <summary>The detection that the row is.</summary>
    public QualysDetection Detection(string qid) => new()
    {
        Qid = qid,
        Kind = QualysRating.KindOf(rows.Line(kind)),
        Severity = rows.Line(severity),
        Host = Host(),
        Port = rows.Line(port),
        Protocol = rows.Line(protocol),
        VirtualHost = rows.Line(virtualHost),
        Instance = rows.Line(instance),
        IsSsl = rows.Line(ssl) is { } over && (StateWords.Flag(over) ?? over.Contains("ssl", StringComparison.OrdinalIgnoreCase)),
        Status = rows.Line(status),
        IsSetAside = StateWords.Flag(rows.Line(ignored)) == true || StateWords.Flag(rows.Line(disabled)) == true,
        IsFalsePositive = rows.Line(review) is { } reviewed && reviewed.StartsWith("Approved", StringComparison.OrdinalIgnoreCase),
        IsExploited = IsExploited(rows.Line(realTime)),
        FirstFound = Date(rows.Line(firstFound)),
        Results = rows.Text(results, FindingLimits.TextCharacters),
    };

    /// <summary>What the row says of its QID.</summary>
    public void ReadCheck(QualysCheckText text)
    {
        text.Title = Title;
        text.AddThreat(rows.Raw(threat, FindingLimits.TextCharacters));
        text.AddImpact(rows.Raw(impact, FindingLimits.TextCharacters));
        text.AddSolution(rows.Raw(solution, FindingLimits.TextCharacters));
        text.AddCves(rows.Raw(cves, FindingLimits.TextCharacters));
        text.AddScores(rows.Line(third), rows.Line(second));
        text.AddLinks(rows.Text(exploits, FindingLimits.TextCharacters));
    }

    private QualysHost Host()
    {
        var (first, second) = (rows.Line(addresses[0]), rows.Line(addresses[1]));
        return new QualysHost
        {
            AssetId = rows.Line(assetId),
            Addresses = first is null || second is null ? first ?? second : $"{first},{second}",
            Network = rows.Line(network),
            Name = rows.Line(name),
            NetBios = rows.Line(netBios),
            Tracking = rows.Line(tracking)?.ToUpperInvariant(),
        };
    }

    // Real-time threat indicators, such as "Active_Attacks" or "Cisa_Known_Exploited_Vulns"; a public exploit alone is no attack.
    private static bool IsExploited(string? indicators)
    {
        if (indicators is null)
        {
            return false;
        }

        var plain = string.Concat(indicators.Where(char.IsAsciiLetter));
        return plain.Contains("ActiveAttack", StringComparison.OrdinalIgnoreCase) || plain.Contains("ActiveExploit", StringComparison.OrdinalIgnoreCase)
            || plain.Contains("KnownExploited", StringComparison.OrdinalIgnoreCase);
    }

    // Dates with slashes have the month first in these exports, also where that could be a day.
    private static string? Date(string? text) =>
        text is [_, _, '/', _, _, '/', _, _, _, _, ..] && string.CompareOrdinal(text, 0, "12", 0, 2) <= 0
            ? $"{text.AsSpan(6, 4)}-{text.AsSpan(0, 2)}-{text.AsSpan(3, 2)}{text.AsSpan(10)}"
            : text;
}
