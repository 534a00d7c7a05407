using System.Globalization;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.Jira;

/// <summary>The fields of an issue as they are sent: those every issue has, and those that Jira may refuse without the issue being worse for it.</summary>
/// <param name="Optional">Fields that can be left out.</param>
/// <param name="LeftOut">What the mapping asks for and the screen does not have, for people.</param>
internal sealed record JiraDraft(
    IReadOnlyDictionary<string, object> Firm, IReadOnlyDictionary<string, object> Optional, IReadOnlyList<string> LeftOut)
{
    /// <summary>All fields.</summary>
    public Dictionary<string, object> All => new(Firm.Concat(Optional));

    /// <summary>The fields of a new issue.</summary>
    public static JiraDraft New(Ticket ticket, Mapping mapping, JiraScreen screen, JiraApi api)
    {
        var draft = Of(ticket, mapping, screen, api);
        var (optional, leftOut) = (new Dictionary<string, object>(draft.Optional), draft.LeftOut.ToList());
        foreach (var name in mapping.Components)
        {
            if (screen.Find("components")?.Choose(name) is { } component)
            {
                optional["components"] = optional.GetValueOrDefault("components") is List<object> others ? [.. others, component] : new List<object> { component };
            }
            else
            {
                leftOut.Add($"the component {name}");
            }
        }

        var firm = new Dictionary<string, object>(draft.Firm)
        {
            ["project"] = new { key = mapping.Project },
            ["issuetype"] = new { id = screen.Type.Id },
            ["labels"] = JiraLabels.Of(ticket, mapping),
        };
        return Sorted(screen, firm, optional, leftOut);
    }

    /// <summary>The fields of ours that an update writes. Components belong to people once the issue is made.</summary>
    public static JiraDraft Of(Ticket ticket, Mapping mapping, JiraScreen screen, JiraApi api)
    {
        var firm = new Dictionary<string, object>();
        if (!ticket.KeepsText)
        {
            firm["summary"] = PlainTitle.Of(ticket.Title, JiraLimits.SummaryCharacters);
            firm["description"] = api.Edition.Text(ticket.Body, api.TextCharacters);
        }

        var (optional, leftOut) = (new Dictionary<string, object>(), new List<string>());
        if (!ticket.KeepsPriority && mapping.Priorities.GetValueOrDefault(ticket.Severity) is { } priority)
        {
            Put(screen, "priority", $"the priority {priority}", screen.Find("priority")?.Choose(priority), optional, leftOut);
        }

        if (!ticket.KeepsAssignee)
        {
            var what = ticket.Assignee is { } person ? $"the assignee {person}" : "the removal of the assignee";
            Put(screen, "assignee", what, api.Edition.Person(ticket.Assignee), optional, leftOut);
        }

        if (ticket.DueOn is { } due)
        {
            Put(screen, "duedate", "the due date", due.ToString("O", CultureInfo.InvariantCulture), optional, leftOut);
        }

        foreach (var (name, text) in ticket.Fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)))
        {
            var field = screen.Find(name);
            Put(screen, field?.Id ?? name, $"the field {name}", field?.Write(text, api), optional, leftOut);
        }

        return new JiraDraft(firm, optional, leftOut);
    }

    // What the screen requires cannot be left out.
    private static JiraDraft Sorted(
        JiraScreen screen, Dictionary<string, object> firm, Dictionary<string, object> optional, List<string> leftOut)
    {
        foreach (var (id, value) in optional.ToList())
        {
            if (screen.Fields.GetValueOrDefault(id)?.IsRequired == true)
            {
                firm[id] = value;
                optional.Remove(id);
            }
        }

        return new JiraDraft(firm, optional, leftOut);
    }

    private static void Put(
        JiraScreen screen, string id, string what, object? value, Dictionary<string, object> optional, List<string> leftOut)
    {
        if (value is not null && screen.Fields.ContainsKey(id))
        {
            optional[id] = value;
        }
        else
        {
            leftOut.Add(what);
        }
    }
}
