using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>Decides which status a ticket should be moved to. Pure, and for every tracker the same.</summary>
public abstract record StatusMove
{
    private StatusMove()
    {
    }

    /// <summary>It is where it should be.</summary>
    public sealed record Stay : StatusMove;

    /// <summary>It should be moved there.</summary>
    public sealed record To(TrackerStatus Status) : StatusMove;

    /// <summary>There is no such status; tells a person what to change.</summary>
    public sealed record Impossible(string Reason) : StatusMove;

    /// <summary>Chooses: the status that the mapping names for the finding's state, otherwise the first one of the right category.</summary>
    /// <param name="current">Where the ticket is; null for a ticket that is being made.</param>
    /// <param name="available">Every status the ticket's type has, in the tracker's order.</param>
    /// <remarks>
    /// Without a named status a ticket that is open in any way counts as open: somebody who works on it must not be set back.
    /// </remarks>
    public static StatusMove For(Mapping mapping, Ticket ticket, TrackerStatus? current, IReadOnlyList<TrackerStatus> available)
    {
        if (ticket.KeepsStatus)
        {
            return new Stay();
        }

        if (mapping.Statuses.GetValueOrDefault(ticket.State) is { } name)
        {
            return Find(available, name) is not { } named
                ? new Impossible($"The mapping {mapping.Name} names the status {name} for {ticket.State}, but there is none of that name or id.")
                : Toward(current, named);
        }

        if (current?.IsOpen == ticket.IsOpen)
        {
            return new Stay();
        }

        var category = ticket.IsOpen ? StatusCategory.ToDo : StatusCategory.Done;
        return available.FirstOrDefault(s => s.Category == category) is { } first
            ? Toward(current, first)
            : new Impossible($"There is no status that means {(ticket.IsOpen ? "open" : "done")}; name one in the mapping {mapping.Name}.");
    }

    /// <summary>The status of this id, otherwise of this name in any case; null when there is none.</summary>
    public static TrackerStatus? Find(IReadOnlyList<TrackerStatus> available, string idOrName) =>
        available.FirstOrDefault(s => s.Id == idOrName)
        ?? available.FirstOrDefault(s => string.Equals(s.Name, idOrName, StringComparison.OrdinalIgnoreCase));

    private static StatusMove Toward(TrackerStatus? current, TrackerStatus wanted) =>
        current?.Id == wanted.Id ? new Stay() : new To(wanted);
}
