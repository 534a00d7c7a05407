using System.Net.Http.Headers;
using System.Text;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.Jira;

/// <summary>Jira Server and Data Center, 8.4 and later.</summary>
public sealed class JiraServerKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind
{
    private const string TokenSecret = "token";
    private const string PasswordSecret = "password";

    /// <inheritdoc/>
    public string Kind => JiraEdition.Server.Kind;

    /// <inheritdoc/>
    public string ProjectHint => JiraRules.ProjectHint;

    /// <inheritdoc/>
    public MappingParts Parts => JiraRules.Parts;

    /// <inheritdoc/>
    public TimeSpan DefaultPace => JiraRules.Pace;

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<JiraServerSettings>(),
        new(TokenSecret, "Personal access token of the account to act as (8.14 and later).", IsSecret: true),
        new(PasswordSecret, "Password of the setting user, where there are no tokens.", IsSecret: true),
        JiraServerHooks.Secret,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        if (mapping is not null)
        {
            return [.. JiraRules.Check(mapping)];
        }

        var mistakes = new List<SettingMistake>();
        KindSettings.Read<JiraServerSettings>(instance, mistakes);
        if (instance.Url is null)
        {
            mistakes.Add(new("$.url", "Give the server's address, with its context path if it has one: https://host/jira."));
        }

        var (hasUser, hasPassword) = (instance.Settings.ContainsKey("user"), instance.Secrets.Contains(PasswordSecret));
        if (instance.Secrets.Contains(TokenSecret) == (hasUser || hasPassword))
        {
            mistakes.Add(new("$.secrets", "Give either the secret token, or the setting user with the secret password."));
        }
        else if (hasUser != hasPassword)
        {
            mistakes.Add(new("$.secrets", "A login needs both: the setting user and the secret password."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var read = KindSettings.Read<JiraServerSettings>(instance, []);
        var address = new Uri(instance.Url ?? throw new InvalidOperationException($"The instance {instance.Name} has no URL."));
        var name = read.User is null ? TokenSecret : PasswordSecret;
        var secret = (await secrets.FindAsync(SecretName.Of(instance.Name, name), cancellationToken))?.Trim() ?? "";
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{read.User}:{secret}"));
        var http = new TrackerHttp(connections.For(instance), address, JiraRules.Manners(secret, basic), settings, clock);
        var api = new JiraApi(
            http,
            JiraEdition.Server with { LookUpLag = TimeSpan.FromSeconds(read.SearchLagSeconds) },
            address,
            read.TextCharacters,
            secret.Length == 0 ? null
                : read.User is null ? new AuthenticationHeaderValue("Bearer", secret) : new AuthenticationHeaderValue("Basic", basic),
            $"The secret {name} of the instance {instance.Name} is not set.");
        return new JiraTracker(api, mapping);
    }
}
