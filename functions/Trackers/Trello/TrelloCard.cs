using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Trello;

/// <summary>A card by its short link, which stays on whatever board it is.</summary>
internal sealed partial record TrelloCard(string ShortLink)
{
    /// <summary>What is asked of a card.</summary>
    public const string Fields = "name,desc,closed,idList,idBoard,labels,idMembers,shortLink,shortUrl,dateLastActivity";

    /// <summary>Path of the card in the API.</summary>
    public string Path => $"cards/{ShortLink}";

    /// <summary>Reads a ticket's key; null when it is none of Trello's.</summary>
    public static TrelloCard? Parse(string key) => Key().IsMatch(key) ? new TrelloCard(key) : null;

    /// <summary>The ticket that an answer describes; null when it describes none.</summary>
    public static TicketRef? RefOf(JsonElement card) =>
        card.Text("shortLink") is { } link && Key().IsMatch(link) && card.Text("shortUrl") is { Length: > 0 } url
            ? new TicketRef(TrelloTrackerKind.Name, link, url)
            : null;

    /// <summary>Ids and names of a card's labels.</summary>
    public static IReadOnlyList<NamedChoice> Labels(JsonElement card) => [.. NamedThings(card.Member("labels"))];

    /// <summary>Ids of the members on a card.</summary>
    public static IReadOnlyList<string> Members(JsonElement card) =>
        [.. card.Member("idMembers").Items().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!)];

    /// <summary>Ids and names in a list.</summary>
    public static IEnumerable<NamedChoice> NamedThings(JsonElement list) =>
        from thing in list.Items()
        where thing.Text("id") is not null
        select new NamedChoice(thing.Text("id")!, thing.Text("name") ?? "");

    /// <summary>When a thing was made; null when its id does not tell.</summary>
    /// <remarks>Trello's ids begin with the second of their making in hex, as those of its database do.</remarks>
    public static DateTimeOffset? MadeAt(string id) =>
        id.Length == 24 && uint.TryParse(id.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var second)
            ? DateTimeOffset.FromUnixTimeSeconds(second)
            : null;

    [GeneratedRegex(@"^[A-Za-z0-9]{8}\z")]
    private static partial Regex Key();
}
