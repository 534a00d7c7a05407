using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitLab;

/// <summary>An issue is open or it is closed; GitLab knows no more through this API.</summary>
internal static class GitLabStatuses
{
    /// <summary>Both.</summary>
    public static IReadOnlyList<TrackerStatus> All { get; } =
        [new("opened", "Open", StatusCategory.ToDo), new("closed", "Closed", StatusCategory.Done)];

    /// <summary>Where an issue is.</summary>
    public static TrackerStatus Of(JsonElement issue) => All[issue.Text("state") == "closed" ? 1 : 0];

    /// <summary>What moves an issue to where it should be: <c>close</c> or <c>reopen</c>; null when it is there.</summary>
    public static string? Event(Mapping mapping, Ticket ticket, JsonElement issue) => StatusMove.For(mapping, ticket, Of(issue), All) switch
    {
        StatusMove.To { Status.IsOpen: true } => "reopen",
        StatusMove.To => "close",
        _ => null,
    };
}
