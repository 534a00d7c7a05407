using System.Globalization;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>A card of <see cref="FakeTrello"/>.</summary>
internal sealed class FakeTrelloCard(string id, string shortLink)
{
    public string Id => id;

    public string ShortLink => shortLink;

    public string Board { get; set; } = FakeTrello.Board;

    public string List
    {
        get;
        set
        {
            field = value;
            ActiveAt = DateTimeOffset.UtcNow;
        }
    } = "";

    /// <summary>In the API it has milliseconds.</summary>
    public DateTimeOffset ActiveAt { get; set; } = DateTimeOffset.UtcNow;

    public string Name { get; set; } = "";

    public string Desc { get; set; } = "";

    public bool IsClosed { get; set; }

    public string? Due { get; set; }

    public List<(string Id, string Name)> Labels { get; } = [];

    public List<string> Members { get; } = [];

    public List<string> Comments { get; } = [];

    private readonly HashSet<int> people = [];

    /// <summary>A person comments.</summary>
    public void Say(string text)
    {
        people.Add(Comments.Count);
        Comments.Add(text);
    }

    /// <summary>The comments as the API shows them, the newest first, each a second after the one before.</summary>
    public IEnumerable<object> ShowComments() => Comments
        .Select((text, at) => new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{id[..16]}{at:x8}"),
            type = "commentCard",
            date = string.Create(CultureInfo.InvariantCulture, $"2026-03-02T10:{at / 60:00}:{at % 60:00}.500Z"),
            data = new { text },
            memberCreator = new { username = people.Contains(at) ? "ann" : "patchbay" },
        })
        .Reverse();

    /// <summary>As the API shows it.</summary>
    public object Show() => new
    {
        id,
        shortLink,
        shortUrl = $"https://trello.com/c/{shortLink}",
        name = Name,
        desc = Desc,
        closed = IsClosed,
        idList = List,
        idBoard = Board,
        idMembers = Members,
        labels = Labels.Select(l => new { id = l.Id, name = l.Name }),
        dateLastActivity = ActiveAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };
}
