using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.Bitbucket;

/// <summary>Bitbucket Cloud and Data Center: reports at commits, and no tickets.</summary>
public sealed partial class BitbucketTrackerKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind, ICommitReports
{
    /// <summary>The kind's name.</summary>
    public const string Name = "bitbucket";

    private const string TokenSecret = "token";
    private static readonly Uri Cloud = new("https://api.bitbucket.org/2.0/");

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "workspace/repository, for reports at its commits; Bitbucket has no tickets";

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<BitbucketSettings>(),
        new(TokenSecret, "Access token of the repository, project or workspace, or with email an API token; it may write repositories.", IsSecret: true),
        BitbucketHooks.Secret,
    ];

    /// <inheritdoc/>
    public MappingParts Parts => MappingParts.None;

    /// <inheritdoc/>
    public TimeSpan DefaultPace => TimeSpan.Zero;

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        var mistakes = new List<SettingMistake>();
        if (mapping is not null)
        {
            return Repository().IsMatch(mapping.Project)
                ? mistakes
                : [new("$.project", "The project is workspace/repository, in Data Center PROJECT/repository.")];
        }

        var read = KindSettings.Read<BitbucketSettings>(instance, mistakes);
        if (!IsCloud(read) && instance.Url is null)
        {
            mistakes.Add(new("$.url", "Give Data Center's own address, as its pages have it."));
        }

        if (!instance.Secrets.Contains(TokenSecret))
        {
            mistakes.Add(new("$.secrets", $"Give the secret {TokenSecret}."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) =>
        new BitbucketTracker(await ApiAsync(instance, mapping, cancellationToken), mapping.Project);

    /// <inheritdoc/>
    public async Task<CommitPublishing> PublishAsync(
        Instance instance, Mapping mapping, CommitReport report, CancellationToken cancellationToken) =>
        await (await ApiAsync(instance, mapping, cancellationToken)).PublishAsync(report, cancellationToken);

    private async Task<BitbucketApi> ApiAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var read = KindSettings.Read<BitbucketSettings>(instance, []);
        var token = (await secrets.FindAsync(SecretName.Of(instance.Name, TokenSecret), cancellationToken))?.Trim() ?? "";
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{read.Email}:{token}"));
        var manners = new TrackerManners("Bitbucket")
        {
            // Data Center refuses requests that could come from a form, unless they say that they do not.
            Headers = [new("Authorization", read.Email is null ? $"Bearer {token}" : $"Basic {basic}"), new("X-Atlassian-Token", "no-check")],
            Words = Words,
            Secrets = [token, basic],
        };
        var address = instance.Url is { } url ? new Uri(url.TrimEnd('/') + "/") : Cloud;
        var http = new TrackerHttp(connections.For(instance), address, manners, settings, clock);
        return new BitbucketApi(http, mapping.Project, IsCloud(read));
    }

    private static bool IsCloud(BitbucketSettings read) => read.Edition == "cloud";

    // Cloud has one error with a message, Data Center a list of them.
    private static string? Words(JsonElement body) =>
        body.Member("error").Text("message")
        ?? body.Member("errors").Items().Select(e => e.Text("message")).FirstOrDefault(m => m is not null);

    [GeneratedRegex(@"^[A-Za-z0-9~][A-Za-z0-9_.-]{0,99}/(?!\.{1,2}\z)[A-Za-z0-9_.-]{1,100}\z")]
    private static partial Regex Repository();
}
