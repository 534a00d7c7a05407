using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.GitLab;

/// <summary>GitLab issues, on gitlab.com and self-managed.</summary>
public sealed class GitLabTrackerKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind, IHookMaker
{
    /// <summary>The kind's name.</summary>
    public const string Name = "gitlab";

    private const string TokenSecret = "token";
    private const int LabelCharacters = 255;
    private static readonly Uri GitLabDotCom = new("https://gitlab.com/api/v4/");

    /// <summary>Types of issues that can be made through the API.</summary>
    internal static IReadOnlyList<string> IssueTypes { get; } = ["issue", "incident", "task"];

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "group/project";

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<GitLabSettings>(),
        new(TokenSecret, "Personal, group or project access token with the scope api, of a planner, reporter or more.", IsSecret: true),
        GitLabHooks.Secret,
        GitLabHooks.Signing,
    ];

    /// <inheritdoc/>
    public MappingParts Parts => MappingParts.IssueType | MappingParts.Statuses | MappingParts.Assignee;

    /// <inheritdoc/>
    /// <remarks>gitlab.com takes a few hundred issues a minute; self-managed servers often fewer.</remarks>
    public TimeSpan DefaultPace => TimeSpan.FromMilliseconds(500);

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
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) => new GitLabTracker(
        await HttpAsync(instance, cancellationToken), mapping, KindSettings.Read<GitLabSettings>(instance, []), clock);

    /// <inheritdoc/>
    public bool ChoosesSecret => true;

    /// <inheritdoc/>
    public async Task<HookMaking> MakeAsync(Instance instance, Mapping mapping, HookWish wish, CancellationToken cancellationToken) =>
        await new GitLabHookMaker(await HttpAsync(instance, cancellationToken), mapping.Project).MakeAsync(wish, cancellationToken);

    /// <inheritdoc/>
    public async Task<HookStanding> AskAsync(Instance instance, Mapping mapping, string callback, CancellationToken cancellationToken) =>
        await new GitLabHookMaker(await HttpAsync(instance, cancellationToken), mapping.Project).AskAsync(callback, cancellationToken);

    private async Task<TrackerHttp> HttpAsync(Instance instance, CancellationToken cancellationToken)
    {
        var token = (await secrets.FindAsync(SecretName.Of(instance.Name, TokenSecret), cancellationToken))?.Trim() ?? "";
        var manners = new TrackerManners("GitLab")
        {
            Headers = [new("PRIVATE-TOKEN", token)],
            Words = GitLabWords.OfRefusal,
            Secrets = [token],
        };
        var address = instance.Url is { } url ? new Uri(url) : GitLabDotCom;
        return new TrackerHttp(connections.For(instance), address, manners, settings, clock);
    }

    private static void CheckInstance(Instance instance, List<SettingMistake> mistakes)
    {
        KindSettings.Read<GitLabSettings>(instance, mistakes);
        if (!instance.Secrets.Contains(TokenSecret))
        {
            mistakes.Add(new("$.secrets", $"Give the secret {TokenSecret}."));
        }

        if (Uri.TryCreate(instance.Url, UriKind.Absolute, out var url) && !url.AbsolutePath.TrimEnd('/').EndsWith("/api/v4", StringComparison.Ordinal))
        {
            mistakes.Add(new("$.url", "The URL is that of the API: https://host/api/v4. Leave it out for gitlab.com."));
        }
    }

    private static void CheckMapping(Mapping mapping, List<SettingMistake> mistakes)
    {
        if (!GitLabIssue.IsProject(mapping.Project))
        {
            mistakes.Add(new("$.project", "The project is its path with its groups, such as group/project."));
        }

        if (mapping.IssueType is { } type && !IssueTypes.Contains(type))
        {
            mistakes.Add(new("$.issueType", $"GitLab makes {string.Join(", ", IssueTypes)}."));
        }

        foreach (var (state, status) in mapping.Statuses.Where(s => StatusMove.Find(GitLabStatuses.All, s.Value) is null))
        {
            mistakes.Add(new($"$.statuses.{state}", $"GitLab has no status {status}; it has opened and closed."));
        }

        var labels = mapping.Labels.Concat(mapping.SeverityLabels.Values);
        if (labels.FirstOrDefault(l => l.Length > LabelCharacters || l.Contains(',', StringComparison.Ordinal)) is { } label)
        {
            mistakes.Add(new("$.labels", $"GitLab's labels hold no commas and have at most {LabelCharacters} characters; {label} does not fit."));
        }
    }
}
