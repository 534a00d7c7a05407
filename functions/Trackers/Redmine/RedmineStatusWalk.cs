using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Redmine;

/// <summary>One issue's way to the status it should have, step by step as the workflow allows our role.</summary>
/// <remarks>
/// Redmine tells only the steps from where the issue is. So each step is the nearest one that was not taken yet, in Redmine's order of
/// statuses, and the way ends where there is none.
/// </remarks>
internal sealed class RedmineStatusWalk
{
    private readonly IReadOnlyList<TrackerStatus> all;
    private readonly TrackerStatus? target;
    private readonly bool isNamed;
    private readonly HashSet<string> visited = [];

    /// <summary>Plans the way.</summary>
    /// <param name="all">Every status in Redmine's order.</param>
    public RedmineStatusWalk(Mapping mapping, Ticket ticket, JsonElement issue, IReadOnlyList<TrackerStatus> all)
    {
        this.all = all;
        var move = StatusMove.For(mapping, ticket, StatusOf(issue, all), all);
        target = (move as StatusMove.To)?.Status;
        Impossible = (move as StatusMove.Impossible)?.Reason;
        isNamed = mapping.Statuses.ContainsKey(ticket.State);
    }

    /// <summary>Why there is no status to go to; null when there is one, or nothing to do.</summary>
    public string? Impossible { get; }

    /// <summary>The status of an issue; one that the list lacks is made from what the issue says.</summary>
    public static TrackerStatus StatusOf(JsonElement issue, IReadOnlyList<TrackerStatus> all)
    {
        var status = issue.Member("status");
        return all.FirstOrDefault(s => s.Id == $"{status.Id()}")
            ?? new TrackerStatus($"{status.Id()}", status.Text("name") ?? "", status.Is("is_closed") ? StatusCategory.Done : StatusCategory.InProgress);
    }

    /// <summary>Whether the issue is where it should be.</summary>
    public bool HasArrived(JsonElement issue) => target is null || IsGoal(StatusOf(issue, all));

    /// <summary>The next step from where the issue is; null when the workflow leads no further.</summary>
    public TrackerStatus? Next(JsonElement issue)
    {
        if (target is null)
        {
            return null;
        }

        visited.Add(StatusOf(issue, all).Id);

        // Servers before 5.0 do not tell what is allowed: try, and look afterwards.
        var list = issue.Member("allowed_statuses");
        var open = list.ValueKind == JsonValueKind.Array
            ? all.Where(s => !visited.Contains(s.Id) && list.Items().Any(a => $"{a.Id()}" == s.Id)).ToList()
            : visited.Contains(target.Id) ? [] : [target];
        return open.Find(s => s.Id == target.Id)
            ?? open.Find(s => IsGoal(s) && s.Category == target.Category)
            ?? open.Find(IsGoal)
            ?? open.MinBy(s => Math.Abs(PlaceOf(s) - PlaceOf(target)));
    }

    /// <summary>Says that the way ended before its goal.</summary>
    public string Stuck(JsonElement issue) =>
        $"The workflow leads our account's role no further than {StatusOf(issue, all).Name}, where {target?.Name} was wanted.";

    // Without a name in the mapping any status on the right side will do.
    private bool IsGoal(TrackerStatus status) => isNamed ? status.Id == target!.Id : status.IsOpen == target!.IsOpen;

    private int PlaceOf(TrackerStatus status) => all.TakeWhile(s => s.Id != status.Id).Count();
}
