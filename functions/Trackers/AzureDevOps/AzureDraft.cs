using System.Globalization;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Html;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>The fields of a work item as they are sent.</summary>
/// <param name="LeftOut">What the mapping asks for and the type does not have, for people.</param>
internal sealed record AzureDraft(IReadOnlyList<AzureChange> Changes, IReadOnlyList<string> LeftOut)
{
    /// <summary>The fields of a new item.</summary>
    public static AzureDraft New(Ticket ticket, Mapping mapping, AzureType type)
    {
        var draft = Of(ticket, mapping, type);
        var changes = draft.Changes.Append(AzureChange.Set(AzureField.Tags, AzureTags.Write(AzureTags.Of(ticket, mapping)))).ToList();
        if (mapping.Components is [var area, ..])
        {
            changes.Add(AzureChange.Set(AzureField.Area, AreaOf(mapping.Project, area)));
        }

        return draft with { Changes = changes };
    }

    /// <summary>The fields of ours that an update writes, without tags. The area belongs to people once the item is made.</summary>
    public static AzureDraft Of(Ticket ticket, Mapping mapping, AzureType type)
    {
        List<AzureChange> changes = ticket.KeepsText ? [] :
        [
            AzureChange.Set(AzureField.Title, PlainTitle.Of(ticket.Title, AzureLimits.TitleCharacters)),
            AzureChange.Set(type.TextField, HtmlRenderer.Render(ticket.Body, AzureLimits.TextCharacters)),
        ];
        var leftOut = new List<string>();
        if (!ticket.KeepsPriority)
        {
            AddUrgency(ticket, mapping, type, changes, leftOut);
        }

        if (!ticket.KeepsAssignee)
        {
            // Nobody is an empty text.
            changes.Add(AzureChange.Set(AzureField.AssignedTo, ticket.Assignee ?? ""));
        }

        if (ticket.DueOn is { } due)
        {
            Put(type, AzureField.DueDate, $"{due.ToString("O", CultureInfo.InvariantCulture)}T00:00:00Z", "the due date", changes, leftOut);
        }

        foreach (var (name, text) in ticket.Fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)))
        {
            Put(type, name, text, $"the field {name}", changes, leftOut);
        }

        return new AzureDraft(changes, leftOut);
    }

    /// <summary>An area as the field takes it: its path from the project on.</summary>
    public static string AreaOf(string project, string area)
    {
        var path = area.Replace('/', '\\').Trim('\\');
        return path == project || path.StartsWith(project + "\\", StringComparison.OrdinalIgnoreCase) ? path : $"{project}\\{path}";
    }

    private static void AddUrgency(Ticket ticket, Mapping mapping, AzureType type, List<AzureChange> changes, List<string> leftOut)
    {
        string[] fields = [AzureField.Severity, AzureField.Priority];
        foreach (var field in fields)
        {
            if (AzureUrgency.In(type, field, mapping, ticket.Severity) is { } value)
            {
                changes.Add(AzureChange.Set(field, value));
            }
        }

        if (mapping.Priorities.GetValueOrDefault(ticket.Severity) is { } named && fields.All(f => AzureUrgency.In(type, f, mapping, ticket.Severity) is null))
        {
            leftOut.Add($"the priority {named}");
        }
    }

    private static void Put(AzureType type, string field, string text, string what, List<AzureChange> changes, List<string> leftOut)
    {
        if (type.Find(field) is { } found && type.Choose(found.Id, text) is { } value)
        {
            changes.Add(AzureChange.Set(found.Id, value));
        }
        else
        {
            leftOut.Add(what);
        }
    }
}
