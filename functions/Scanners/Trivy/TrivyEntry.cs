using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Trivy;

/// <summary>An entry of any of a result's lists, as the report has it. Source: formats page, section 7.</summary>
internal sealed class TrivyEntry
{
    private static readonly JsonMembers<TrivyEntry> Identifier = new()
    {
        ["PURL"] = static (ref c, entry) => entry.Purl = c.Name(),
    };

    private static readonly JsonMembers<TrivyEntry> Cause = new()
    {
        ["Resource"] = static (ref c, entry) => entry.Resource = c.Name(),
        ["StartLine"] = static (ref c, entry) => entry.Line = c.Int(),
        ["EndLine"] = static (ref c, entry) => entry.EndLine = c.Int(),
        ["Code"] = static (ref c, entry) => Code!.Read(ref c, entry),
    };

    private static readonly JsonMembers<TrivyEntry> Code = new()
    {
        ["Lines"] = ReadLines,
    };

    private static readonly JsonMembers<TrivyEntry> CodeLine = new()
    {
        ["Content"] = static (ref c, entry) => entry.AddLine(c.Text(FindingLimits.SnippetCharacters)),
    };

    public static readonly JsonMembers<TrivyEntry> Members = new()
    {
        ["VulnerabilityID"] = static (ref c, entry) => entry.Id = c.Name(),
        ["ID"] = static (ref c, entry) => entry.Id = c.Name(),
        ["RuleID"] = static (ref c, entry) => entry.Id = c.Name(),
        ["AVDID"] = static (ref c, entry) => entry.OtherId = c.Name(),
        ["VendorIDs"] = static (ref c, entry) => c.Texts(entry.VendorIds),
        ["PkgName"] = static (ref c, entry) => entry.Package = c.Name(),
        ["PkgPath"] = static (ref c, entry) => entry.PackagePath = c.Name(),
        ["PkgIdentifier"] = static (ref c, entry) => Identifier.Read(ref c, entry),
        ["InstalledVersion"] = static (ref c, entry) => entry.Version = c.Name(),
        ["FixedVersion"] = static (ref c, entry) => entry.FixedVersion = c.Name(),
        ["Status"] = static (ref c, entry) => entry.Status = c.Name(),
        ["SeveritySource"] = static (ref c, entry) => entry.SeveritySource = c.Name(),
        ["Severity"] = static (ref c, entry) => entry.Severity = c.Name(),
        ["CVSS"] = static (ref c, entry) => entry.Cvss = TrivyCvss.ReadAll(ref c),
        ["CweIDs"] = static (ref c, entry) => c.Texts(entry.Cwes),
        ["Title"] = static (ref c, entry) => entry.Title = c.Text(FindingLimits.NameCharacters),
        ["Description"] = static (ref c, entry) => entry.Description = c.Text(),
        ["References"] = static (ref c, entry) => c.Texts(entry.References),
        ["PrimaryURL"] = static (ref c, entry) => entry.Url = c.Name(),
        ["Link"] = static (ref c, entry) => entry.Url = c.Name(),
        ["Message"] = static (ref c, entry) => entry.Message = c.Text(),
        ["Resolution"] = static (ref c, entry) => entry.Resolution = c.Text(),
        ["CauseMetadata"] = static (ref c, entry) => Cause.Read(ref c, entry),
        ["Category"] = static (ref c, entry) => entry.Category = c.Name(),
        ["StartLine"] = static (ref c, entry) => entry.Line = c.Int(),
        ["EndLine"] = static (ref c, entry) => entry.EndLine = c.Int(),
        ["Match"] = static (ref c, entry) => entry.Snippet = c.Text(FindingLimits.SnippetCharacters),
        ["Name"] = static (ref c, entry) => entry.Name = c.Name(),
        ["FilePath"] = static (ref c, entry) => entry.FilePath = c.Name(),
    };

    private StringBuilder? lines;

    public string? Id { get; private set; }

    public string? OtherId { get; private set; }

    public List<string> VendorIds { get; } = [];

    public string? Package { get; private set; }

    public string? PackagePath { get; private set; }

    public string? Purl { get; private set; }

    public string? Version { get; private set; }

    public string? FixedVersion { get; private set; }

    public string? Status { get; private set; }

    public string? SeveritySource { get; private set; }

    public string? Severity { get; private set; }

    public List<TrivyCvss> Cvss { get; private set; } = [];

    public List<string> Cwes { get; } = [];

    public string? Title { get; private set; }

    public string? Description { get; private set; }

    public List<string> References { get; } = [];

    public string? Url { get; private set; }

    public string? Message { get; private set; }

    public string? Resolution { get; private set; }

    public string? Resource { get; private set; }

    public string? Category { get; private set; }

    public int? Line { get; private set; }

    public int? EndLine { get; private set; }

    /// <summary>A license's name.</summary>
    public string? Name { get; private set; }

    public string? FilePath { get; private set; }

    /// <summary>A secret's masked text.</summary>
    public string? Snippet { get; private set; }

    /// <summary>The lines of a configuration file that a check complains about.</summary>
    public string? CodeLines => lines?.ToString();

    private static void ReadLines(ref JsonCursor cursor, TrivyEntry entry)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                CodeLine.Read(ref cursor, entry);
            }
        }
    }

    private void AddLine(string? line)
    {
        lines ??= new StringBuilder();
        if (line is not null && lines.Length + line.Length < FindingLimits.SnippetCharacters)
        {
            lines.Append(lines.Length > 0 ? "\n" : string.Empty).Append(line);
        }
    }
}
