using Patchbay.Bench.Generators;
using Patchbay.Scanners;
using Patchbay.Scanners.CycloneDx;
using Patchbay.Scanners.Dependabot;
using Patchbay.Scanners.Fortify;
using Patchbay.Scanners.Generic;
using Patchbay.Scanners.Inspector;
using Patchbay.Scanners.Osv;
using Patchbay.Scanners.Qualys;
using Patchbay.Scanners.Sarif;
using Patchbay.Scanners.Semgrep;
using Patchbay.Scanners.Sonar;
using Patchbay.Scanners.Trivy;

namespace Patchbay.Bench;

/// <summary>A format, how to make a large report of it, and the least that reading one can cost.</summary>
/// <param name="Write">Writes a report with so many findings.</param>
/// <param name="Floor">Walks a report and reads every value.</param>
internal sealed record SyntheticReport(string Name, IReportFormat Format, Action<Stream, int> Write, Func<Stream, long> Floor)
{
    /// <summary>Every format, in the order of the table.</summary>
    public static IReadOnlyList<SyntheticReport> All { get; } =
    [
        new("sarif", new SarifFormat(), static (target, findings) => SarifGenerator.Write(target, findings), JsonFloor.Walk),
        new("generic-json", new GenericFormat(), CodeReports.Generic, JsonFloor.Walk),
        new("generic-csv", new GenericCsvFormat(), CodeReports.GenericCsv, CsvFloor.Walk),
        new("generic-json-mixed", new GenericFormat(), CodeReports.GenericMixed, JsonFloor.Walk),
        new("generic-csv-open", new GenericCsvFormat(), CodeReports.GenericCsvOpen, CsvFloor.Walk),
        new("generic-csv-mixed", new GenericCsvFormat(), CodeReports.GenericCsvMixed, CsvFloor.Walk),
        new("trivy", new TrivyFormat(), PackageReports.Trivy, JsonFloor.Walk),
        new("semgrep", new SemgrepFormat(), CodeReports.Semgrep, JsonFloor.Walk),
        new("sonarqube-json", new SonarFormat(), CodeReports.Sonar, JsonFloor.Walk),
        new("sonarqube-zip", new SonarZipFormat(), CodeReports.SonarZip, body => ZipFloor.Walk(body, JsonFloor.Walk)),
        new("cyclonedx-json", new CycloneDxFormat(), BomReports.Json, JsonFloor.Walk),
        new("cyclonedx-xml", new CycloneDxXmlFormat(), BomReports.Xml, XmlFloor.Walk),
        new("osv", new OsvFormat(), PackageReports.Osv, JsonFloor.Walk),
        new("dependabot", new DependabotFormat(), PackageReports.Dependabot, JsonFloor.Walk),
        new("dependabot-behind", new DependabotFormat(), PackageReports.DependabotNameBehind, JsonFloor.Walk),
        new("inspector", new InspectorFormat(), PackageReports.Inspector, JsonFloor.Walk),
        new("fortify-fpr", new FprFormat(), FortifyReports.Fpr, body => ZipFloor.Walk(body, XmlFloor.Walk)),
        new("fortify-fvdl", new FvdlFormat(), FortifyReports.Fvdl, XmlFloor.Walk),
        new("fortify-report", new FortifyReportFormat(), FortifyReports.Report, XmlFloor.Walk),
        new("webinspect", new WebInspectFormat(), FortifyReports.WebInspect, XmlFloor.Walk),
        new("qualys-vm-xml", new QualysVmFormat(), QualysReports.AssetData, XmlFloor.Walk),
        new("qualys-vm-csv", new QualysCsvFormat(), QualysReports.VmCsv, CsvFloor.Walk),
        new("qualys-vmdr-csv", new QualysCsvFormat(), QualysReports.VmdrCsv, CsvFloor.Walk),
        new("qualys-was", new QualysWasFormat(), QualysReports.WebApplications, XmlFloor.Walk),
    ];

    /// <summary>The format of this name.</summary>
    public static SyntheticReport Named(string name) =>
        All.FirstOrDefault(report => report.Name == name) ?? throw new ArgumentException($"Known are {string.Join(", ", All.Select(report => report.Name))}.");

    /// <summary>Reads a report of this format into findings.</summary>
    /// <returns>How many there were.</returns>
    public int Read(Stream body)
    {
        var count = 0;
        var report = new ReportReader([Format]).Read(body, null, _ => count++, CancellationToken.None);
        return report is Report.Readable ? count : throw new InvalidDataException(report.ToString());
    }
}
