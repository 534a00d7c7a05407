using System.Text.RegularExpressions;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.Redmine;

/// <summary>Redmine, 4.0 and newer.</summary>
public sealed partial class RedmineTrackerKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind
{
    /// <summary>The kind's name.</summary>
    public const string Name = "redmine";

    private const string KeySecret = "apiKey";

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "project identifier";

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<RedmineSettings>(),
        new(KeySecret, "API access key of the account to act as, from its page My account.", IsSecret: true),
    ];

    /// <inheritdoc/>
    public MappingParts Parts =>
        MappingParts.IssueType | MappingParts.Priorities | MappingParts.Components | MappingParts.Fields | MappingParts.Statuses
        | MappingParts.Assignee;

    /// <inheritdoc/>
    /// <remarks>Redmine sets no limit, but every new issue makes it send mails.</remarks>
    public TimeSpan DefaultPace => TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        var mistakes = new List<SettingMistake>();
        if (mapping is null)
        {
            KindSettings.Read<RedmineSettings>(instance, mistakes);
            if (instance.Url is null)
            {
                mistakes.Add(new("$.url", "Give Redmine's own address, as its pages have it."));
            }

            if (!instance.Secrets.Contains(KeySecret))
            {
                mistakes.Add(new("$.secrets", $"Give the secret {KeySecret}."));
            }

            return mistakes;
        }

        if (!Identifier().IsMatch(mapping.Project))
        {
            mistakes.Add(new("$.project", "The project is its identifier, as in its pages' addresses: lower-case letters, digits, - and _."));
        }

        if (mapping.Components.Count > 1)
        {
            mistakes.Add(new("$.components", "An issue of Redmine has one category; name one."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var key = (await secrets.FindAsync(SecretName.Of(instance.Name, KeySecret), cancellationToken))?.Trim() ?? "";
        var manners = new TrackerManners("Redmine")
        {
            Headers = [new("X-Redmine-API-Key", key)],
            Words = RedmineJson.Words,
            Secrets = [key],
        };
        var address = new Uri(UrlOf(instance).TrimEnd('/') + "/");
        var http = new TrackerHttp(connections.For(instance), address, manners, settings, clock);
        return new RedmineTracker(
            new RedmineApi(http, address, mapping.Project), mapping, KindSettings.Read<RedmineSettings>(instance, []));
    }

    private static string UrlOf(Instance instance) =>
        instance.Url ?? throw new InvalidOperationException($"The instance {instance.Name} has no URL; the book lets none in without.");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,99}\z")]
    private static partial Regex Identifier();
}
