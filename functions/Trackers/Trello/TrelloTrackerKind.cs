using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.Trello;

/// <summary>Trello: a board's cards, its lists being their statuses.</summary>
public sealed partial class TrelloTrackerKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind, IHookMaker
{
    /// <summary>The kind's name.</summary>
    public const string Name = "trello";

    private const string TokenSecret = "token";
    private static readonly Uri TrelloDotCom = new("https://api.trello.com/1/");

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "board's short link";

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<TrelloSettings>(),
        new(TokenSecret, "Token of the account to act as, made for the key with the scopes read and write.", IsSecret: true),
        TrelloHooks.Secret,
    ];

    /// <inheritdoc/>
    public MappingParts Parts => MappingParts.Statuses | MappingParts.Assignee;

    /// <inheritdoc/>
    /// <remarks>A token has 100 calls in 10 seconds, and who is told too often that there are no more is shut out.</remarks>
    public TimeSpan DefaultPace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        var mistakes = new List<SettingMistake>();
        if (mapping is not null)
        {
            return Board().IsMatch(mapping.Project)
                ? mistakes
                : [new("$.project", "The project is the board's short link, the eight characters after /b/ in its address, or its id.")];
        }

        var read = KindSettings.Read<TrelloSettings>(instance, mistakes);
        if (read.Key is null && mistakes.Count == 0)
        {
            mistakes.Add(new("$.settings.key", "Give the setting key."));
        }

        if (!instance.Secrets.Contains(TokenSecret))
        {
            mistakes.Add(new("$.secrets", $"Give the secret {TokenSecret}."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) =>
        new TrelloTracker(HttpOf(instance, await TokenAsync(instance, cancellationToken)), mapping);

    /// <inheritdoc/>
    public bool ChoosesSecret => false;

    /// <inheritdoc/>
    public async Task<HookMaking> MakeAsync(Instance instance, Mapping mapping, HookWish wish, CancellationToken cancellationToken) =>
        await (await HooksAsync(instance, mapping, cancellationToken)).MakeAsync(wish, cancellationToken);

    /// <inheritdoc/>
    public async Task<HookStanding> AskAsync(Instance instance, Mapping mapping, string callback, CancellationToken cancellationToken) =>
        await (await HooksAsync(instance, mapping, cancellationToken)).AskAsync(callback, cancellationToken);

    private async Task<TrelloHookMaker> HooksAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(instance, cancellationToken);
        return new TrelloHookMaker(HttpOf(instance, token), token, mapping.Project);
    }

    private async Task<string> TokenAsync(Instance instance, CancellationToken cancellationToken) =>
        (await secrets.FindAsync(SecretName.Of(instance.Name, TokenSecret), cancellationToken))?.Trim() ?? "";

    private TrackerHttp HttpOf(Instance instance, string token)
    {
        var read = KindSettings.Read<TrelloSettings>(instance, []);
        var manners = new TrackerManners("Trello")
        {
            // Not in the query, where logs would keep it.
            Headers = [new("Authorization", $"OAuth oauth_consumer_key=\"{read.Key}\", oauth_token=\"{token}\"")],
            Words = b => b.ValueKind == JsonValueKind.String ? b.GetString() : b.Text("message") ?? b.Text("error"),
            SpeaksPlainText = true,
            Secrets = [token],
        };
        return new TrackerHttp(
            connections.For(instance), instance.Url is { } url ? new Uri(url) : TrelloDotCom, manners, settings, clock);
    }

    [GeneratedRegex(@"^(?:[A-Za-z0-9]{8}|[0-9a-f]{24})\z")]
    private static partial Regex Board();
}
