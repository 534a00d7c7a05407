using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.GitHub;

/// <summary>GitHub Issues, on github.com, GitHub Enterprise Cloud and Enterprise Server.</summary>
public sealed class GitHubTrackerKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind, IHookMaker
{
    /// <summary>The kind's name.</summary>
    public const string Name = "github";

    private const string TokenSecret = "token";
    private const string KeySecret = "privateKey";
    private const int LabelCharacters = 50;
    private static readonly Uri GitHubDotCom = new("https://api.github.com/");

    private readonly GitHubAppTokens tokens = new(clock);

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "owner/repository";

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<GitHubSettings>(),
        new(TokenSecret, "Token of the account to act as: fine-grained with Issues read and write, or classic with repo.", IsSecret: true),
        new(KeySecret, "The GitHub App's private key in PEM form, as downloaded from its page.", IsSecret: true),
        GitHubHooks.Secret,
    ];

    /// <inheritdoc/>
    public MappingParts Parts => MappingParts.IssueType | MappingParts.Statuses | MappingParts.Assignee;

    /// <inheritdoc/>
    /// <remarks>GitHub asks for one creation after the other, a second apart, and slows down who does not.</remarks>
    public TimeSpan DefaultPace => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        var mistakes = new List<SettingMistake>();
        if (mapping is null)
        {
            CheckInstance(instance, mistakes);
        }
        else
        {
            CheckMapping(mapping, mistakes);
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) =>
        new GitHubTracker(await ApiAsync(instance, mapping, cancellationToken), mapping);

    /// <inheritdoc/>
    public bool ChoosesSecret => true;

    /// <inheritdoc/>
    public async Task<HookMaking> MakeAsync(Instance instance, Mapping mapping, HookWish wish, CancellationToken cancellationToken) =>
        await new GitHubHookMaker(await ApiAsync(instance, mapping, cancellationToken), mapping.Project).MakeAsync(wish, cancellationToken);

    /// <inheritdoc/>
    public async Task<HookStanding> AskAsync(Instance instance, Mapping mapping, string callback, CancellationToken cancellationToken) =>
        await new GitHubHookMaker(await ApiAsync(instance, mapping, cancellationToken), mapping.Project).AskAsync(callback, cancellationToken);

    private async Task<GitHubApi> ApiAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var address = instance.Url is { } url ? new Uri(url) : GitHubDotCom;
        var credentials = await CredentialsAsync(instance, cancellationToken);
        var manners = new TrackerManners("GitHub")
        {
            Headers = [new("Accept", "application/vnd.github+json"), new("X-GitHub-Api-Version", "2022-11-28")],
            Words = GitHubWords.OfRefusal,
            Secrets = credentials is GitHubCredentials.Token token ? [token.Value] : [],
        };
        var http = new TrackerHttp(connections.For(instance), address, manners, settings, clock);
        return new GitHubApi(http, address, credentials, mapping.Project, tokens, clock);
    }

    private static void CheckInstance(Instance instance, List<SettingMistake> mistakes)
    {
        var read = KindSettings.Read<GitHubSettings>(instance, mistakes);
        var (hasToken, hasKey) = (instance.Secrets.Contains(TokenSecret), instance.Secrets.Contains(KeySecret));
        if (hasToken == (hasKey || read.AppId is not null))
        {
            mistakes.Add(new("$.secrets", "Give either the secret token, or the setting appId with the secret privateKey."));
        }
        else if (!hasToken && (!hasKey || read.AppId is null))
        {
            mistakes.Add(new("$.secrets", "A GitHub App needs both: the setting appId and the secret privateKey."));
        }

        if (Uri.TryCreate(instance.Url, UriKind.Absolute, out var url) && url.Host is "github.com" or "www.github.com")
        {
            mistakes.Add(new("$.url", "Leave the URL out for github.com; for Enterprise Server it is https://host/api/v3."));
        }
    }

    private static void CheckMapping(Mapping mapping, List<SettingMistake> mistakes)
    {
        if (!GitHubIssue.IsRepository(mapping.Project))
        {
            mistakes.Add(new("$.project", "The project is owner/repository."));
        }

        foreach (var (state, status) in mapping.Statuses.Where(s => StatusMove.Find(GitHubStatuses.All, s.Value) is null))
        {
            mistakes.Add(new($"$.statuses.{state}", $"GitHub has no status {status}; it has {GitHubStatuses.Names}."));
        }

        if (mapping.Labels.Concat(mapping.SeverityLabels.Values).FirstOrDefault(l => l?.Length > LabelCharacters) is { } label)
        {
            mistakes.Add(new("$.labels", $"GitHub's labels have at most {LabelCharacters} characters; {label} is longer."));
        }
    }

    private async Task<GitHubCredentials> CredentialsAsync(Instance instance, CancellationToken cancellationToken)
    {
        var read = KindSettings.Read<GitHubSettings>(instance, []);
        var isApp = read.AppId is not null;
        var name = isApp ? KeySecret : TokenSecret;
        var secret = await secrets.FindAsync(SecretName.Of(instance.Name, name), cancellationToken);
        return (secret?.Trim(), read.AppId) switch
        {
            (null or "", _) => new GitHubCredentials.None($"The secret {name} of the instance {instance.Name} is not set."),
            ({ } key, { } appId) => new GitHubCredentials.App(appId, key, read.InstallationId),
            ({ } token, null) => new GitHubCredentials.Token(token),
        };
    }
}
