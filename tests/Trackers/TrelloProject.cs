using Microsoft.AspNetCore.Http;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.Trello;

namespace Patchbay.Tests.Trackers;

/// <summary>A fake Trello of its own, behind a proxy.</summary>
internal sealed class TrelloProject : IHttpProject
{
    private readonly TrackerConnections connections;

    private TrelloProject(FakeTrello trello, FaultProxy proxy, TrackerConnections connections)
    {
        Trello = trello;
        Proxy = proxy;
        this.connections = connections;
    }

    public required ITracker Tracker { get; init; }

    public required string Secret { get; init; }

    /// <summary>The application's key, which is no secret.</summary>
    public required string Key { get; init; }

    public FakeTrello Trello { get; }

    public FaultProxy Proxy { get; }

    /// <summary>Opens an empty board.</summary>
    public static async Task<TrelloProject> OpenAsync(TimeProvider clock, Func<Mapping, Mapping>? change = null)
    {
        var (key, token) = ($"{Guid.NewGuid():N}", $"ATTA{Guid.NewGuid():N}");
        var trello = await FakeTrello.StartAsync($"OAuth oauth_consumer_key=\"{key}\", oauth_token=\"{token}\"");
        var proxy = await FaultProxy.StartAsync(trello.Address);
        var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var mapping = (change ?? (m => m))(new Mapping("web", "boards", FakeTrello.Board) { Labels = MakeTicket.ShopMapping.Labels });
        var instance = new Instance("boards", "trello")
        {
            Url = proxy.Address.ToString(),
            AllowInsecure = true,
            Secrets = ["token"],
            Settings = new Dictionary<string, string> { ["key"] = key },
        };
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, "token"), token, CancellationToken.None);
        var kind = new TrelloTrackerKind(connections, secrets, new TrackerSettings(), clock);
        Assert.Empty(kind.Check(instance, null).Concat(kind.Check(instance, mapping)));
        return new TrelloProject(trello, proxy, connections)
        {
            Secret = token,
            Key = key,
            Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None),
        };
    }

    public bool IsCreate(HttpRequest request) => request.Method == "POST" && request.Path.Value!.EndsWith("/cards", StringComparison.Ordinal);

    public bool IsUpdate(HttpRequest request) => request.Method == "PUT";

    public bool IsSearch(HttpRequest request) => request.Path.Value!.EndsWith("/cards/all", StringComparison.Ordinal);

    public string Refusal(string words) => System.Text.Json.JsonSerializer.Serialize(new { message = words, error = "ERROR" });

    public Task<int> CountAsync() => Task.FromResult(Trello.Cards.Count);

    public FakeTrelloCard CardOf(TicketRef ticket) => Trello.Find(ticket.Key) ?? throw new InvalidOperationException($"There is no {ticket.Key}.");

    public Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var card = CardOf(ticket);
        Assert.Equal(("trello", $"https://trello.com/c/{card.ShortLink}"), (ticket.Tracker, ticket.Url));
        var isOpen = !card.IsClosed && card.List != FakeTrello.ListId("Done");
        return Task.FromResult(new SeenTicket(card.Name, card.Desc, isOpen, [.. card.Labels.Select(l => l.Name)])
        {
            Assignee = card.Members.Select(FakeTrello.UserNameOf).SingleOrDefault(),
        });
    }

    public Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket) => Task.FromResult<IReadOnlyList<string>>([.. CardOf(ticket).Comments]);

    public string Person => "ann";

    public Task SayAsync(TicketRef ticket, string text)
    {
        CardOf(ticket).Say(text);
        return Task.CompletedTask;
    }

    public Task AddLabelAsync(TicketRef ticket, string label)
    {
        Trello.Label(CardOf(ticket), label);
        return Task.CompletedTask;
    }

    public Task MakeCriticalAsync(TicketRef ticket)
    {
        CardOf(ticket).Labels.RemoveAll(l => l.Name == "severity: high");
        return AddLabelAsync(ticket, "severity: critical");
    }

    public Task CloseAsync(TicketRef ticket)
    {
        CardOf(ticket).List = FakeTrello.ListId("Done");
        return Task.CompletedTask;
    }

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("trello", "Gone9999", "https://trello.com/c/Gone9999"));

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
        await Trello.DisposeAsync();
    }
}
