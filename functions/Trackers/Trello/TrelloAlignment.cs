using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Trello;

/// <summary>Brings a card's labels and members in line, one by one: those that people set stay, also ones set since we looked.</summary>
internal sealed class TrelloAlignment(TrackerHttp http, Mapping mapping)
{
    private readonly TrelloReader reader = new(http, mapping);

    /// <summary>Adds what is missing and takes away what is outdated; does not call where there is neither.</summary>
    /// <param name="member">Id of the person who is to have it; null for nobody, or for one who is not on the board.</param>
    /// <param name="now">The card as it was just seen.</param>
    /// <returns>The card as it is then; a failure only when it is worth trying again.</returns>
    public async Task<(JsonElement Card, TrackerAnswer? Failure)> RunAsync(
        TrelloBoard board, TrelloCard card, Ticket ticket, string? member, JsonElement now, CancellationToken cancellationToken)
    {
        var present = TrelloCard.Labels(now);
        var names = present.Select(l => l.Name).ToList();
        var outdated = TicketLabels.Outdated(mapping, ticket, names);
        var (labels, failure) = await board.LabelsAsync(TicketLabels.Missing(mapping, ticket, names), cancellationToken);
        if (failure is not null)
        {
            return (now, failure);
        }

        TrackerCall[] calls =
        [
            .. labels.Select(l => TrackerCall.Write(HttpMethod.Post, $"{card.Path}/idLabels", new { value = l.Id })),
            .. present.Where(l => outdated.Contains(l.Name, StringComparer.OrdinalIgnoreCase))
                .Select(l => TrackerCall.Write(HttpMethod.Delete, $"{card.Path}/idLabels/{l.Id}", null)),
            .. PeopleCalls(card, ticket, member, TrelloCard.Members(now)),
        ];
        foreach (var call in calls)
        {
            if (await http.SendAsync(call, cancellationToken) is TrackerAnswer.Later later)
            {
                return (now, later);
            }
        }

        return calls.Length == 0 ? (now, null) : await reader.CardAsync(card, cancellationToken);
    }

    private static IEnumerable<TrackerCall> PeopleCalls(TrelloCard card, Ticket ticket, string? member, IReadOnlyList<string> there)
    {
        if (ticket.KeepsAssignee || (ticket.Assignee is not null && member is null))
        {
            yield break;
        }

        if (member is not null && !there.Contains(member))
        {
            yield return TrackerCall.Write(HttpMethod.Post, $"{card.Path}/idMembers", new { value = member });
        }

        foreach (var other in there.Where(m => m != member))
        {
            yield return TrackerCall.Write(HttpMethod.Delete, $"{card.Path}/idMembers/{other}", null);
        }
    }
}
