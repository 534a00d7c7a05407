using System.Text.Json;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Dependabot;

/// <summary>An alert, as both of GitHub's interfaces spell it. Source: formats page, section 9.</summary>
/// <remarks>One is enough for a report: it is emptied and filled again for each alert.</remarks>
internal sealed class DependabotAlert
{
    private static readonly JsonMembers<DependabotAlert> Package = new()
    {
        ["name"] = static (ref c, alert) => alert.PackageName = c.Name() ?? alert.PackageName,
        ["ecosystem"] = static (ref c, alert) => alert.Ecosystem = c.Name() ?? alert.Ecosystem,
    };

    private static readonly JsonMembers<DependabotAlert> Dependency = new()
    {
        ["package"] = static (ref c, alert) => Package.Read(ref c, alert),
        ["manifest_path"] = static (ref c, alert) => alert.Manifest = c.Name(),
    };

    private static readonly JsonMembers<DependabotAlert> Patched = new()
    {
        ["identifier"] = static (ref c, alert) => alert.FixedVersion = c.Scalar(),
    };

    private static readonly JsonMembers<DependabotAlert> Vulnerability = new()
    {
        ["package"] = static (ref c, alert) => Package.Read(ref c, alert),
        ["severity"] = static (ref c, alert) => alert.Severity = c.Name(),
        ["vulnerable_version_range"] = static (ref c, alert) => alert.Range = c.Name(),
        ["vulnerableVersionRange"] = static (ref c, alert) => alert.Range = c.Name(),
        ["first_patched_version"] = ReadPatched,
        ["firstPatchedVersion"] = ReadPatched,
        ["advisory"] = static (ref c, alert) => DependabotAdvisory.Members.Read(ref c, alert.Advisory),
    };

    private static readonly JsonMembers<DependabotAlert> Owner = new()
    {
        ["full_name"] = static (ref c, alert) => alert.Repository = c.Name(),
    };

    public static readonly JsonMembers<DependabotAlert> Members = new()
    {
        ["id"] = static (ref c, alert) => alert.Id = c.Id(),
        ["number"] = static (ref c, alert) => alert.Number = c.Id(),
        ["html_url"] = static (ref c, alert) => alert.Url = c.Name(),
        ["state"] = static (ref c, alert) => alert.State = c.Name(),
        ["created_at"] = static (ref c, alert) => alert.CreatedAt = c.Name(),
        ["createdAt"] = static (ref c, alert) => alert.CreatedAt = c.Name(),
        ["fixed_at"] = static (ref c, alert) => alert.FixedAt = c.Name(),
        ["fixedAt"] = static (ref c, alert) => alert.FixedAt = c.Name(),
        ["dismissed_at"] = static (ref c, alert) => alert.DismissedAt = c.Name() ?? alert.DismissedAt,
        ["dismissedAt"] = static (ref c, alert) => alert.DismissedAt = c.Name() ?? alert.DismissedAt,
        ["auto_dismissed_at"] = static (ref c, alert) => alert.DismissedAt = c.Name() ?? alert.DismissedAt,
        ["autoDismissedAt"] = static (ref c, alert) => alert.DismissedAt = c.Name() ?? alert.DismissedAt,
        ["dismissed_reason"] = static (ref c, alert) => alert.DismissReason = c.Name(),
        ["dismissReason"] = static (ref c, alert) => alert.DismissReason = c.Name(),
        ["dismissed_comment"] = static (ref c, alert) => alert.DismissComment = c.Text(),
        ["dismissComment"] = static (ref c, alert) => alert.DismissComment = c.Text(),
        ["dependency"] = static (ref c, alert) => Dependency.Read(ref c, alert),
        ["vulnerableManifestPath"] = static (ref c, alert) => alert.Manifest = c.Name() ?? alert.Manifest,
        ["vulnerableManifestFilename"] = static (ref c, alert) => alert.Manifest ??= c.Name(),
        ["vulnerableRequirements"] = static (ref c, alert) => alert.Requirements = c.Name(),
        ["security_advisory"] = static (ref c, alert) => DependabotAdvisory.Members.Read(ref c, alert.Advisory),
        ["securityAdvisory"] = static (ref c, alert) => DependabotAdvisory.Members.Read(ref c, alert.Advisory),
        ["security_vulnerability"] = static (ref c, alert) => Vulnerability.Read(ref c, alert),
        ["securityVulnerability"] = static (ref c, alert) => Vulnerability.Read(ref c, alert),
        ["repository"] = static (ref c, alert) => Owner.Read(ref c, alert),
    };

    public string? Id { get; private set; }

    public string? Number { get; private set; }

    public string? Url { get; private set; }

    public string? State { get; private set; }

    public string? CreatedAt { get; private set; }

    public string? FixedAt { get; private set; }

    public string? DismissedAt { get; private set; }

    public string? DismissReason { get; private set; }

    public string? DismissComment { get; private set; }

    public string? PackageName { get; private set; }

    public string? Ecosystem { get; private set; }

    public string? Manifest { get; private set; }

    public string? Requirements { get; private set; }

    public string? Severity { get; private set; }

    public string? Range { get; private set; }

    public string? FixedVersion { get; private set; }

    public DependabotAdvisory Advisory { get; } = new();

    /// <summary>Owner and name, when the alert says so itself.</summary>
    public string? Repository { get; private set; }

    /// <summary>Makes it an alert that says nothing.</summary>
    public void Clear()
    {
        Id = Number = Url = State = CreatedAt = FixedAt = DismissedAt = DismissReason = DismissComment = null;
        PackageName = Ecosystem = Manifest = Requirements = Severity = Range = FixedVersion = Repository = null;
        Advisory.Clear();
    }

    private static void ReadPatched(ref JsonCursor cursor, DependabotAlert alert)
    {
        if (cursor.IsNext(JsonTokenType.String))
        {
            alert.FixedVersion = cursor.Scalar();
        }
        else
        {
            Patched.Read(ref cursor, alert);
        }
    }
}
