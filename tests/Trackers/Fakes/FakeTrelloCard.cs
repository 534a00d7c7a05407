namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>A card of <see cref="FakeTrello"/>.</summary>
internal sealed class FakeTrelloCard(string id, string shortLink)
{
    public string Id => id;

    public string ShortLink => shortLink;

    public string Board { get; set; } = FakeTrello.Board;

    public string List { get; set; } = "";

    public string Name { get; set; } = "";

    public string Desc { get; set; } = "";

    public bool IsClosed { get; set; }

    public string? Due { get; set; }

    public List<(string Id, string Name)> Labels { get; } = [];

    public List<string> Members { get; } = [];

    public List<string> Comments { get; } = [];

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
        dateLastActivity = "2026-03-02T10:00:00.000Z",
    };
}
