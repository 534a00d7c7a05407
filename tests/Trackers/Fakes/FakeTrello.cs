using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of Trello, not Trello: two boards, written from the vendor's documentation. It answers refusals in plain text, hides cards
/// of boards we may not see behind 401, and drops labels when a card goes to another board.
/// </summary>
internal sealed class FakeTrello : IAsyncDisposable
{
    /// <summary>Short links of the board and of another one.</summary>
    public const string Board = "AbCd1234";

    public const string OtherBoard = "ZyXw9876";

    private const string Me = "5f00000000000000000000aa";

    // Members of both boards.
    private static readonly (string Id, string UserName, string FullName)[] People =
        [(Me, "patchbay", "Patch Bay"), (FakeId("ann"), "ann", "Ann Other"), (FakeId("bob"), "bob", "Bob Third")];

    private readonly string authorization;
    private readonly Lock gate = new();
    private readonly List<FakeTrelloCard> cards = [];
    private readonly List<(string Id, string Name, string? Colour, string Board)> labels = [];
    private int made;
    private FakeServer server = null!;

    private FakeTrello(string authorization) => this.authorization = authorization;

    /// <summary>The API's base address.</summary>
    public Uri Address => new(server.Address, "/1/");

    /// <summary>Lists of the board in their order; a list's id follows from its name.</summary>
    public List<string> Lists { get; } = ["Inbox", "Doing", "Done"];

    /// <summary>admin, normal or observer; null for no member.</summary>
    public string? Membership { get; set; } = "normal";

    public bool IsBoardClosed { get; set; }

    /// <summary>Whether our account sees the boards.</summary>
    public bool IsVisible { get; set; } = true;

    /// <summary>Whether our account may make labels.</summary>
    public bool MayMakeLabels { get; set; } = true;

    public IReadOnlyList<FakeTrelloCard> Cards
    {
        get
        {
            lock (gate)
            {
                return [.. cards];
            }
        }
    }

    public IReadOnlyDictionary<string, string?> LabelColours => labels.ToDictionary(l => l.Name, l => l.Colour);

    /// <param name="authorization">The only header that is let in.</param>
    public static async Task<FakeTrello> StartAsync(string authorization)
    {
        var fake = new FakeTrello(authorization);
        fake.server = await FakeServer.StartAsync(fake.Map, r => r.Headers.Authorization == fake.authorization ? null : Says(401, "invalid token"));
        return fake;
    }

    /// <summary>The id of a list.</summary>
    public static string ListId(string name, string board = Board) => FakeId($"{board}/{name}");

    /// <summary>The user name of a member of the boards.</summary>
    public static string UserNameOf(string memberId) => People.Single(p => p.Id == memberId).UserName;

    public FakeTrelloCard? Find(string shortLink) => Cards.FirstOrDefault(c => c.ShortLink == shortLink);

    /// <summary>A person files a card.</summary>
    public FakeTrelloCard Add(string list, string name, string desc, DateTimeOffset? at = null)
    {
        lock (gate)
        {
            var second = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
            var card = new FakeTrelloCard(
                string.Create(CultureInfo.InvariantCulture, $"{second:x8}{++made:x16}"), $"C{made:D7}")
            {
                List = list,
                Name = name,
                Desc = desc,
            };
            cards.Add(card);
            return card;
        }
    }

    /// <summary>A person moves a card to the first list of the other board, which has labels of its own.</summary>
    public static void MoveAway(FakeTrelloCard card)
    {
        (card.Board, card.List) = (OtherBoard, ListId("Elsewhere", OtherBoard));
        card.Labels.Clear();
    }

    /// <summary>A person makes a label of the board's and puts it on a card.</summary>
    public void Label(FakeTrelloCard card, string name) => card.Labels.Add(LabelOf(name, null, card.Board));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/1");
        api.MapGet("members/me", () => Results.Json(new { id = Me, username = "patchbay" }));
        api.MapGet("boards/{id}", (string id) => OnBoard(id, () => Results.Json(new
        {
            id = FakeId(id),
            name = "Shop",
            closed = IsBoardClosed,
            memberships = Membership is null ? [] : new[] { new { idMember = Me, memberType = Membership } },
        })));
        api.MapGet("boards/{id}/lists", (string id) => OnBoard(id, () => Results.Json(
            (id == Board ? Lists : ["Elsewhere", "Closed there"]).Select(l => new { id = ListId(l, id), name = l }))));
        api.MapGet("boards/{id}/labels", (string id) => OnBoard(id, () => Results.Json(
            labels.Where(l => l.Board == id).Select(l => new { id = l.Id, name = l.Name }))));
        api.MapGet("boards/{id}/members", (string id) => OnBoard(id, () => Results.Json(
            People.Select(p => new { id = p.Id, username = p.UserName, fullName = p.FullName }))));
        api.MapGet("boards/{id}/cards/all", (string id, int limit, string? before) => OnBoard(id, () => Results.Json(Cards
            .Where(c => c.Board == id && (before is null || string.CompareOrdinal(c.Id, before) < 0))
            .OrderByDescending(c => c.Id, StringComparer.Ordinal).Take(limit).Select(c => c.Show()))));
        api.MapPost("labels", async (HttpRequest r) => MakeLabel(await FakeServer.BodyAsync(r)));
        api.MapPost("cards", async (HttpRequest r) => Create(await FakeServer.BodyAsync(r)));
        api.MapGet("cards/{link}", (string link) => OnCard(link, c => Results.Json(c.Show())));
        api.MapPut("cards/{link}", async (string link, HttpRequest r) =>
        {
            var body = await FakeServer.BodyAsync(r);
            return OnCard(link, c => Mistake(body, c.Board) ?? Written(c, body));
        });
        api.MapPost("cards/{link}/idLabels", async (string link, HttpRequest r) =>
        {
            var value = (await FakeServer.BodyAsync(r))["value"]!.GetValue<string>();
            return OnCard(link, c => c.Labels.Any(l => l.Id == value) ? Says(400, "that label is already on the card") : Labelled(c, value));
        });
        api.MapDelete("cards/{link}/idLabels/{label}", (string link, string label) => OnCard(link, c =>
            c.Labels.RemoveAll(l => l.Id == label) > 0 ? Results.Json(new { }) : Says(400, "that label is not on the card")));
        api.MapPost("cards/{link}/idMembers", async (string link, HttpRequest r) =>
        {
            var value = (await FakeServer.BodyAsync(r))["value"]!.GetValue<string>();
            return OnCard(link, c => c.Members.Contains(value) ? Says(400, "member is already on the card") : Joined(c, value));
        });
        api.MapDelete("cards/{link}/idMembers/{member}", (string link, string member) => OnCard(link, c =>
            c.Members.Remove(member) ? Results.Json(c.Members) : Says(400, "member is not on the card")));
        api.MapGet("cards/{link}/actions", (string link) => OnCard(link, c => Results.Json(c.ShowComments())));
        api.MapPost("cards/{link}/actions/comments", async (string link, HttpRequest r) =>
        {
            var text = (await FakeServer.BodyAsync(r))["text"]!.GetValue<string>();
            return OnCard(link, c =>
            {
                c.Comments.Add(text);
                return Results.Json(new { type = "commentCard", data = new { text } });
            });
        });
    }

    private IResult OnBoard(string id, Func<IResult> act) =>
        id is not (Board or OtherBoard) ? Says(404, "The requested resource was not found.")
        : IsVisible ? act() : Says(401, "unauthorized permission requested");

    private IResult OnCard(string link, Func<FakeTrelloCard, IResult> act) =>
        Find(link) is not { } card ? Says(404, "The requested resource was not found.")
        : IsVisible ? act(card) : Says(401, "unauthorized card permission requested");

    private IResult Create(JsonNode body)
    {
        if (Mistake(body, Board) is { } mistake)
        {
            return mistake;
        }

        var card = Add(body["idList"]!.GetValue<string>(), "", "");
        card.Members.AddRange(body["idMembers"]!.AsArray().Select(m => m!.GetValue<string>()));
        card.Labels.AddRange(labels.Where(l => body["idLabels"]!.AsArray().Any(i => i!.GetValue<string>() == l.Id)).Select(l => (l.Id, l.Name)));
        return Written(card, body);
    }

    private static IResult Written(FakeTrelloCard card, JsonNode body)
    {
        card.Name = body["name"]?.GetValue<string>() ?? card.Name;
        card.Desc = body["desc"]?.GetValue<string>() ?? card.Desc;
        card.List = body["idList"]?.GetValue<string>() ?? card.List;
        card.IsClosed = body["closed"]?.GetValue<bool>() ?? card.IsClosed;
        card.Due = body["due"]?.GetValue<string>() ?? card.Due;
        return Results.Json(card.Show());
    }

    private IResult Labelled(FakeTrelloCard card, string id)
    {
        card.Labels.AddRange(labels.Where(l => l.Id == id && l.Board == card.Board).Select(l => (l.Id, l.Name)));
        return Results.Json(card.Labels.Select(l => l.Id));
    }

    private static IResult Joined(FakeTrelloCard card, string member)
    {
        card.Members.Add(member);
        return Results.Json(card.Members);
    }

    private IResult MakeLabel(JsonNode body)
    {
        if (!MayMakeLabels)
        {
            return Says(401, "unauthorized permission requested");
        }

        var (id, name) = LabelOf(body["name"]!.GetValue<string>(), body["color"]!.GetValue<string>(), body["idBoard"]!.GetValue<string>());
        return Results.Json(new { id, name });
    }

    private (string Id, string Name) LabelOf(string name, string? colour, string board)
    {
        lock (gate)
        {
            if (labels.Find(l => l.Name == name && l.Board == board) is { Id: { } known })
            {
                return (known, name);
            }

            labels.Add((FakeId($"{board}:{name}"), name, colour, board));
            return (labels[^1].Id, name);
        }
    }

    private IResult? Mistake(JsonNode body, string board)
    {
        var lists = board == Board ? Lists : ["Elsewhere", "Closed there"];
        return body["idList"] is { } list && !lists.Exists(l => ListId(l, board) == list.GetValue<string>()) ? Says(400, "invalid value for idList")
            : body["name"]?.GetValue<string>().Length > 16_384 ? Says(400, "invalid value for name")
            : body["desc"]?.GetValue<string>().Length > 16_384 ? Says(400, "invalid value for desc")
            : null;
    }

    private static string FakeId(string of) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(of)))[..24];

    private static IResult Says(int status, string words) => Results.Text(words, "text/plain", statusCode: status);
}
