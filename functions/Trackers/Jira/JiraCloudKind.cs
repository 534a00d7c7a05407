using System.Net.Http.Headers;
using System.Text;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.Jira;

/// <summary>Jira Cloud.</summary>
public sealed class JiraCloudKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind
{
    private const string TokenSecret = "apiToken";

    /// <inheritdoc/>
    public string Kind => JiraEdition.Cloud.Kind;

    /// <inheritdoc/>
    public string ProjectHint => JiraRules.ProjectHint;

    /// <inheritdoc/>
    public MappingParts Parts => JiraRules.Parts;

    /// <inheritdoc/>
    public TimeSpan DefaultPace => JiraRules.Pace;

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<JiraCloudSettings>(),
        new(TokenSecret, "API token of that account, from id.atlassian.com; it lives at most a year.", IsSecret: true),
        JiraCloudHooks.Secret,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        if (mapping is not null)
        {
            return [.. JiraRules.Check(mapping)];
        }

        var mistakes = new List<SettingMistake>();
        var read = KindSettings.Read<JiraCloudSettings>(instance, mistakes);
        if (instance.Url is null)
        {
            mistakes.Add(new("$.url", "Give the site: https://acme.atlassian.net, or https://api.atlassian.com/ex/jira/<cloud id> for a scoped token."));
        }
        else if (instance.Url.Contains("//api.atlassian.com", StringComparison.OrdinalIgnoreCase) && read.SiteUrl is null)
        {
            mistakes.Add(new("$.settings.siteUrl", "With a URL of api.atlassian.com, give siteUrl too: where people open Jira."));
        }

        if (read.Email is null && !instance.Settings.ContainsKey("email"))
        {
            mistakes.Add(new("$.settings.email", "Give the e-mail address of the account whose token is used."));
        }

        if (!instance.Secrets.Contains(TokenSecret))
        {
            mistakes.Add(new($"$.secrets.{TokenSecret}", "Give the account's API token."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var read = KindSettings.Read<JiraCloudSettings>(instance, []);
        var address = new Uri(instance.Url ?? throw new InvalidOperationException($"The instance {instance.Name} has no URL."));
        var token = (await secrets.FindAsync(SecretName.Of(instance.Name, TokenSecret), cancellationToken))?.Trim() ?? "";
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{read.Email}:{token}"));
        var http = new TrackerHttp(connections.For(instance), address, JiraRules.Manners(token, basic), settings, clock);
        var api = new JiraApi(
            http,
            JiraEdition.Cloud with { LookUpLag = TimeSpan.FromSeconds(read.SearchLagSeconds) },
            read.SiteUrl is { } site ? new Uri(site) : address,
            JiraLimits.TextCharacters,
            token.Length > 0 ? new AuthenticationHeaderValue("Basic", basic) : null,
            $"The secret {TokenSecret} of the instance {instance.Name} is not set.");
        return new JiraTracker(api, mapping);
    }
}
