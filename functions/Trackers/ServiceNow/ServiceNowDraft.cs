using System.Globalization;
using System.Text.RegularExpressions;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>The columns of a record as they are sent.</summary>
internal sealed partial record ServiceNowDraft(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> LeftOut)
{
    private const string Midnight = "00:00:00";

    /// <summary>The columns of a new record.</summary>
    /// <param name="group">Id of the group it goes to; null for none.</param>
    /// <param name="person">Id of the person it goes to; null for nobody.</param>
    public static ServiceNowDraft New(Ticket ticket, Mapping mapping, ServiceNowSettings settings, string? group, string? person)
    {
        var draft = Of(ticket, mapping, settings, person);
        var values = new Dictionary<string, string>(draft.Values)
        {
            [ServiceNowRecord.MarkerField] = ticket.Marker,
            [ServiceNowRecord.OwnerField] = ServiceNowRecord.Owner,
        };
        if (group is not null)
        {
            values["assignment_group"] = group;
        }

        return draft with { Values = values };
    }

    /// <summary>The columns of ours that an update writes. The group belongs to people once the record is made.</summary>
    /// <param name="person">Id of the person it goes to; null for nobody, or for one who was not found, which is told.</param>
    public static ServiceNowDraft Of(Ticket ticket, Mapping mapping, ServiceNowSettings settings, string? person)
    {
        var values = new Dictionary<string, string>();
        if (!ticket.KeepsText)
        {
            values[settings.TitleField] = PlainTitle.Of(ticket.Title, settings.TitleCharacters);
            values[settings.TextField] = PlainRenderer.Render(ticket.Body, settings.TextCharacters);
        }

        var leftOut = new List<string>();
        foreach (var (column, value) in ticket.KeepsPriority ? [] : ServiceNowUrgency.Of(ticket.Severity, mapping, settings))
        {
            values[column] = value;
        }

        if (!ticket.KeepsAssignee && (person is not null || ticket.Assignee is null))
        {
            values[ServiceNowRecord.PersonField] = person ?? "";
        }
        else if (!ticket.KeepsAssignee)
        {
            leftOut.Add($"the assignee {ticket.Assignee}");
        }

        if (ticket.DueOn is { } due)
        {
            values["due_date"] = $"{due.ToString("O", CultureInfo.InvariantCulture)} {Midnight}";
        }

        foreach (var (name, text) in ticket.Fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)))
        {
            if (Column().IsMatch(name))
            {
                values[name] = text;
            }
            else
            {
                leftOut.Add($"the field {name}");
            }
        }

        return new ServiceNowDraft(values, leftOut);
    }

    /// <summary>Whether a text is a column's name.</summary>
    public static bool IsColumn(string text) => Column().IsMatch(text);

    /// <summary>What was asked and is not there: ServiceNow ignores columns that it does not know or that we may not write, and says nothing.</summary>
    public string? Missing(ServiceNowRecord record)
    {
        var lost = LeftOut
            .Concat(Values.Where(v => !IsSame(v.Value, record.Values.Text(v.Key))).Select(v => $"the field {v.Key}"))
            .ToList();
        return lost.Count == 0 ? null : $"ServiceNow left out {string.Join(", ", lost)}: the table may lack it, or our account the right to write it.";
    }

    // Line ends are the server's, and so are spaces at the end; a column of days keeps no time.
    private static bool IsSame(string asked, string? there) =>
        there is not null
        && (asked.ReplaceLineEndings("\n").TrimEnd() == there.ReplaceLineEndings("\n").TrimEnd() || asked == $"{there} {Midnight}");

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,79}\z")]
    private static partial Regex Column();
}
