using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Dependabot;

/// <summary>Makes findings of alerts. Source: formats page, section 9.</summary>
internal sealed class DependabotFindings(ReportWarnings warnings)
{
    private const string Tool = "dependabot";
    private readonly RuleShelf rules = new();
    private readonly ReportDates dates = new();
    private string lastPage = string.Empty;
    private string? lastRepository;

    /// <summary>Makes a finding; null for an alert without an advisory, which a warning tells.</summary>
    /// <param name="owner">The repository that the export names around the alert; null when it names none.</param>
    public ReportedFinding? Of(DependabotAlert alert, string? owner)
    {
        var advisory = alert.Advisory;
        var ids = new List<string>(advisory.Ids.Count);
        foreach (var text in advisory.Ids)
        {
            VulnerabilityIds.AddId(text, ids);
        }

        var id = ids.Find(text => text.StartsWith("GHSA-", StringComparison.Ordinal)) ?? ids.FirstOrDefault() ?? advisory.Ids.FirstOrDefault();
        if ((id ?? advisory.Summary) is not { } rule)
        {
            warnings.Add("{0} alerts have no advisory and were left out", alert.Number ?? alert.Id);
            return null;
        }

        var path = ReportPath.Normalise(alert.Manifest);
        var finding = new Finding
        {
            Tool = Tool,
            Rule = rules.Find(rule) ?? rules.Keep(new Rule(rule)
            {
                Name = advisory.Summary is null ? null : CleanText.Line(advisory.Summary, FindingLimits.TitleCharacters),
                Description = advisory.Description.Value,
                HelpUrl = rule.StartsWith("GHSA-", StringComparison.Ordinal) ? $"https://github.com/advisories/{rule}" : null,
            }),
            Title = CleanText.Line($"{alert.PackageName ?? rule}: {advisory.Summary ?? rule}", FindingLimits.TitleCharacters),
            Rating = RatingOf(alert, rule),
            Place = new Place
            {
                Path = path,
                Component = alert.PackageName,
                Version = alert.Requirements is { } exact && exact.StartsWith("= ", StringComparison.Ordinal) ? exact[2..].Trim() : null,
                FixedVersion = alert.FixedVersion,
            },
            Message = alert.Range is null ? null : $"Affected versions: {alert.Range}",
            Cwes = VulnerabilityIds.CwesOf(advisory.Cwes),
            Cves = VulnerabilityIds.Ordered(ids),
            CvssScore = advisory.Score,
            CvssVector = advisory.Vector,
            Advice = alert.FixedVersion is null ? null : $"Upgrade {alert.PackageName} to {alert.FixedVersion}.",
            References = ReportUrl.WebOf(alert.Url, advisory.Urls),
            DetectedAt = dates.Of(alert.CreatedAt),
        };
        var state = StateOf(alert);
        return new ReportedFinding(finding, Identities(alert, alert.Repository ?? RepositoryOf(alert.Url) ?? owner, rule, path), state)
        {
            Justification = state is ReportedState.Suppressed or ReportedState.FalsePositive ? JustificationOf(alert) : null,
        };
    }

    private static List<string> Identities(DependabotAlert alert, string? repository, string rule, string? path)
    {
        var identities = new List<string>();
        if (alert.Number is not null)
        {
            identities.Add($"alert:{repository}|{alert.Number}");
        }

        // The REST interface has an id of its own kind only in the webhook.
        if (alert.Id is not null)
        {
            identities.Add($"node:{alert.Id}");
        }

        identities.Add($"dep:{repository}|{rule}|{alert.PackageName}|{path}");
        return identities;
    }

    // https://github.com/acme/site/security/dependabot/7. The alerts of a repository follow each other, and an URL is slow to take apart.
    private string? RepositoryOf(string? url)
    {
        var end = url?.IndexOf("/security/dependabot/", StringComparison.Ordinal) ?? -1;
        var page = url.AsSpan(0, Math.Max(0, end));
        if (page.IsEmpty)
        {
            return OwnerAndName(url);
        }

        if (!page.SequenceEqual(lastPage))
        {
            (lastPage, lastRepository) = (page.ToString(), OwnerAndName(url));
        }

        return lastRepository;
    }

    private static string? OwnerAndName(string? url)
    {
        var parts = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) : [];
        return parts.Length >= 2 ? $"{parts[0]}/{parts[1]}" : null;
    }

    private Rating RatingOf(DependabotAlert alert, string where)
    {
        if (SeverityScale.OfWord(alert.Severity) is { } own)
        {
            return new Rating(own, alert.Severity, "security_vulnerability.severity");
        }

        if (SeverityScale.OfWord(alert.Advisory.Severity) is { } advised)
        {
            return new Rating(advised, alert.Advisory.Severity, "security_advisory.severity");
        }

        warnings.Add("{0} alerts have no known severity and were taken as Medium", where);
        return new Rating(Severity.Medium, alert.Severity, "default");
    }

    private static ReportedState StateOf(DependabotAlert alert) => alert.State?.ToLowerInvariant() switch
    {
        _ when alert.Advisory.IsWithdrawn => ReportedState.Fixed,
        "fixed" => ReportedState.Fixed,
        "dismissed" => OfReason(alert.DismissReason),
        "auto_dismissed" => ReportedState.Suppressed,
        null when alert.FixedAt is not null => ReportedState.Fixed,
        null when alert.DismissedAt is not null => OfReason(alert.DismissReason),
        _ => ReportedState.Open,
    };

    // One interface gives words, the other the sentence that people click.
    private static ReportedState OfReason(string? reason) =>
        reason is not null
            && (reason.Contains("inaccurate", StringComparison.OrdinalIgnoreCase) || reason.Contains("not_used", StringComparison.OrdinalIgnoreCase)
                || reason.Contains("not actually used", StringComparison.OrdinalIgnoreCase))
            ? ReportedState.FalsePositive
            : ReportedState.Suppressed;

    private static string? JustificationOf(DependabotAlert alert) =>
        alert.DismissComment is null ? alert.DismissReason ?? alert.State
        : alert.DismissReason is null ? alert.DismissComment
        : $"{alert.DismissReason}: {alert.DismissComment}";
}
