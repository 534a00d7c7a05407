using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Redmine;

/// <summary>Turns a ticket into what Redmine is told, names into ids.</summary>
internal sealed class RedmineDraft(RedmineApi api, RedmineFields fields, Mapping mapping, RedmineSettings settings)
{
    private readonly RedmineText text = new(settings.TextFormat);

    /// <summary>What a new issue says.</summary>
    public async Task<(RedmineWish? Wish, TrackerAnswer? Failure)> NewAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var (wish, failure) = await ContentAsync(ticket, default, cancellationToken);
        if (wish is null)
        {
            return (null, failure);
        }

        wish.Issue["project_id"] = Uri.UnescapeDataString(api.Project);
        if (ticket.DueOn is not null)
        {
            // Redmine starts a new issue today and takes no due date before its start.
            wish.Issue["start_date"] = "";
        }

        failure = await AddChoiceAsync(wish, "tracker_id", "tracker", mapping.IssueType, "trackers", cancellationToken)
            ?? await AddChoiceAsync(wish, "category_id", "category", mapping.Components is [var name, ..] ? name : null, "issue_categories", cancellationToken);
        return (wish, failure);
    }

    /// <summary>What an issue that is there should say: the text, the priority, the fields that are ours, and who has it.</summary>
    /// <param name="there">The issue as it is; undefined for one that is being made.</param>
    public async Task<(RedmineWish? Wish, TrackerAnswer? Failure)> ContentAsync(
        Ticket ticket, JsonElement there, CancellationToken cancellationToken)
    {
        var (priorities, failure) = await api.PrioritiesAsync(cancellationToken);
        if (failure is not null)
        {
            return (null, failure);
        }

        var wish = new RedmineWish();
        if (!ticket.KeepsText)
        {
            wish.Issue["subject"] = RedmineText.Subject(ticket.Title);
            wish.Issue["description"] = text.Render(ticket.Body);
        }

        if (!ticket.KeepsPriority)
        {
            AddPriority(wish, ticket, priorities);
        }

        if (ticket.DueOn is { } due)
        {
            wish.Issue["due_date"] = due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        failure = await AddFieldsAsync(wish, ticket, there, cancellationToken) ?? await AddAssigneeAsync(wish, ticket, cancellationToken);
        return failure is null ? (wish, null) : (null, failure);
    }

    private void AddPriority(RedmineWish wish, Ticket ticket, IReadOnlyList<NamedChoice> priorities)
    {
        if (RedminePriority.Of(ticket.Severity, mapping, priorities) is { } priority)
        {
            wish.Issue["priority_id"] = Number(priority);
        }
        else if (mapping.Priorities.GetValueOrDefault(ticket.Severity) is { } named)
        {
            wish.Unknown.Add($"the priority {named}");
        }
    }

    private async Task<TrackerAnswer?> AddFieldsAsync(RedmineWish wish, Ticket ticket, JsonElement there, CancellationToken cancellationToken)
    {
        foreach (var (name, valueOf) in Fields(ticket))
        {
            var (id, failure) = await fields.FindAsync(name, cancellationToken);
            if (failure is not null)
            {
                return failure;
            }

            if (id is null)
            {
                wish.UnknownFields.Add(name);
            }
            else
            {
                wish.Fields[id.Value] = valueOf(there.Field(id.Value));
            }
        }

        return null;
    }

    // Each with its value, which for labels depends on those that people added.
    private IEnumerable<(string Name, Func<string?, string> ValueOf)> Fields(Ticket ticket)
    {
        foreach (var (name, value) in ticket.Fields)
        {
            yield return (name, _ => value);
        }

        if (settings.MarkerField is { } marker)
        {
            yield return (marker, _ => ticket.Marker);
        }

        if (settings.LabelsField is { } labels)
        {
            yield return (labels, there => Labels(ticket, there));
        }
    }

    private string Labels(Ticket ticket, string? there)
    {
        var present = SplitLabels(there);
        var outdated = TicketLabels.Outdated(mapping, ticket, present);
        return string.Join(", ", present.Except(outdated, StringComparer.OrdinalIgnoreCase).Concat(TicketLabels.Missing(mapping, ticket, present)));
    }

    /// <summary>The labels that a field's text holds.</summary>
    public static IReadOnlyList<string> SplitLabels(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<TrackerAnswer?> AddChoiceAsync(
        RedmineWish wish, string member, string word, string? idOrName, string list, CancellationToken cancellationToken)
    {
        if (idOrName is null)
        {
            return null;
        }

        var (project, failure) = await api.ProjectAsync(cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        Add(wish, member, $"the {word} {idOrName}", project.Member(list).Choices().Find(idOrName));
        return null;
    }

    // Logins are for administrators only; everybody sees the members' names.
    private async Task<TrackerAnswer?> AddAssigneeAsync(RedmineWish wish, Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket.KeepsAssignee || ticket.Assignee is not { } assignee)
        {
            wish.TakesAssignee = !ticket.KeepsAssignee;
            return null;
        }

        var (members, failure) = await api.GetAsync($"projects/{api.Project}/memberships.json?limit=100", "memberships", cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        var people = members.Items().SelectMany(m => new[] { m.Member("user"), m.Member("group") }).Where(p => p.Id() is not null);
        var found = people.Select(p => new NamedChoice($"{p.Id()}", p.Text("name") ?? "")).Find(assignee);
        Add(wish, "assigned_to_id", $"the assignee {assignee}", found);
        return null;
    }

    private static void Add(RedmineWish wish, string member, string unknown, NamedChoice? choice)
    {
        if (choice is null)
        {
            wish.Unknown.Add(unknown);
        }
        else
        {
            wish.Issue[member] = Number(choice);
        }
    }

    private static object Number(NamedChoice choice) => int.Parse(choice.Id, CultureInfo.InvariantCulture);
}
