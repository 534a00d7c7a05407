using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Histories;

/// <summary>The tracker's own records, which outlive every process of ours; and people who work there.</summary>
public sealed class Board(TimeProvider clock)
{
    public static readonly TrackerStatus Open = new("1", "Open", StatusCategory.ToDo);
    public static readonly TrackerStatus InWork = new("2", "In work", StatusCategory.InProgress);
    public static readonly TrackerStatus Closed = new("3", "Closed", StatusCategory.Done);

    private int changes;

    /// <summary>By marker.</summary>
    public Dictionary<string, Card> Cards { get; } = [];

    /// <summary>Writes of a status by us.</summary>
    public int StatusWrites { get; private set; }

    /// <summary>Called with a ticket's key after each change, whoever made it: this is what a webhook would tell.</summary>
    public Action<string> Changed { get; set; } = _ => { };

    public Card Add(string marker)
    {
        Cards.Add(marker, new Card($"B-{Cards.Count + 1}", Open, null));
        return Touch(Cards[marker]);
    }

    public void Set(Card card, TrackerStatus status, string? resolution)
    {
        (card.Status, card.Resolution) = (status, resolution);
        Touch(card);
    }

    public void Write(Card card, Ticket ticket, Mapping mapping)
    {
        StatusWrites++;
        Set(card, ticket.IsOpen ? Open : Closed, ticket.IsOpen ? null : mapping.Resolutions.GetValueOrDefault(ticket.State) ?? "done");
    }

    public Card? Find(string key) => Cards.Values.FirstOrDefault(c => c.Key == key);

    private Card Touch(Card card)
    {
        card.ChangedAt = clock.GetUtcNow().AddTicks(++changes);
        Changed(card.Key);
        return card;
    }
}

/// <summary>A ticket there.</summary>
public sealed class Card(string key, TrackerStatus status, string? resolution)
{
    public string Key => key;

    public TicketRef Ref { get; } = new("board", key, $"https://board.example/{key}");

    public TrackerStatus Status { get; set; } = status;

    public string? Resolution { get; set; } = resolution;

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Markers of comments by us.</summary>
    public HashSet<string> Comments { get; } = [];
}
