using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitHub;

/// <summary>GitHub's two states and the reasons for the second, taken together as statuses.</summary>
internal static class GitHubStatuses
{
    private const string Open = "open";
    private const string Completed = "completed";
    private const string NotPlanned = "not_planned";

    /// <summary>All of them; ids are the API's own words.</summary>
    public static IReadOnlyList<TrackerStatus> All { get; } =
    [
        new(Open, "Open", StatusCategory.ToDo),
        new(Completed, "Completed", StatusCategory.Done),
        new(NotPlanned, "Not planned", StatusCategory.Done),
        new("duplicate", "Duplicate", StatusCategory.Done),
    ];

    /// <summary>The ids, for people.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(s => s.Id));

    /// <summary>The status of an issue as the API shows it.</summary>
    public static TrackerStatus Of(JsonElement issue) =>
        issue.Text("state") != "closed" ? All[0]
        : StatusMove.Find(All, issue.Text("state_reason") ?? Completed) ?? All[1];

    /// <summary>What the ticket should be: as the mapping says, otherwise completed only when the flaw is gone.</summary>
    public static TrackerStatus Wanted(Mapping mapping, Ticket ticket) =>
        mapping.Statuses.GetValueOrDefault(ticket.State) is { } name && StatusMove.Find(All, name) is { } named && named.IsOpen == ticket.IsOpen
            ? named
            : All[ticket.IsOpen ? 0 : ticket.State is FindingState.Fixed or FindingState.Open or FindingState.Absent ? 1 : 2];
}
