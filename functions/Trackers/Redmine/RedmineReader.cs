using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Redmine;

/// <summary>Finds and reads issues, and adds to what is said about them.</summary>
internal sealed class RedmineReader(RedmineApi api, RedmineFields fields, Mapping mapping, RedmineSettings settings)
{
    /// <summary>Looks in descriptions and, where there is one, in the marker's own field; in every project, as the issue may have been moved.</summary>
    public async Task<MarkerSearch> FindAsync(string marker, CancellationToken cancellationToken)
    {
        var (field, failure) = settings.MarkerField is { } name ? await fields.FindAsync(name, cancellationToken) : (null, null);
        if (failure is not null)
        {
            return failure.ToSearch();
        }

        string[] filters = field is { } id ? [string.Create(CultureInfo.InvariantCulture, $"cf_{id}="), "description=~"] : ["description=~"];
        foreach (var filter in filters)
        {
            var path = $"issues.json?status_id=*&sort=id&limit=100&{filter}{Uri.EscapeDataString(marker)}";
            (var list, failure) = await api.GetAsync(path, "issues", cancellationToken);
            if (failure is not null)
            {
                return failure.ToSearch();
            }

            // Who quotes a ticket's last line in another issue does so later, so the first one made is ours.
            var issues = list.Items().ToList();
            if (issues.Find(i => IsOurs(i, field, marker)) is { ValueKind: JsonValueKind.Object } ours
                && RedmineIssue.RefOf(api.Address, ours) is { } ticket)
            {
                return new MarkerSearch.Found(ticket);
            }

            // A filter that Redmine does not know, or not for this field, is passed over, and every issue is listed.
            if (filter == filters[^1] && issues.Exists(i => i.Text("description")?.Contains(marker, StringComparison.Ordinal) != true))
            {
                return new MarkerSearch.Refused("This Redmine cannot list issues by their description; Patchbay needs version 4 or newer.");
            }
        }

        return new MarkerSearch.NotThere();
    }

    /// <summary>Asks for an issue's state now.</summary>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (RedmineIssue.Parse(known.Key) is not { } issue)
        {
            return new TicketReading.Refused($"{known.Key} is no issue of Redmine.");
        }

        var (there, failure) = await api.GetAsync(issue.Path, "issue", cancellationToken);
        if (failure is not null)
        {
            return await api.WhyAsync(issue, failure, cancellationToken) is PushResult.Gone gone
                ? new TicketReading.Gone(gone.Reason)
                : failure.ToReading();
        }

        (var statuses, failure) = await api.StatusesAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToReading();
        }

        (var priorities, failure) = await api.PrioritiesAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToReading();
        }

        // An issue shows all its fields by name, so what is not known now is not there.
        fields.Learn(there.Member("custom_fields"));
        var labels = settings.LabelsField is { } name && fields.IdOf(name) is { } id ? RedmineDraft.SplitLabels(there.Field(id)) : [];
        var (priority, person) = (Invariant(there.Member("priority").Id()), there.Member("assigned_to"));
        return RedmineIssue.RefOf(api.Address, there) is not { } ticket
            ? new TicketReading.Refused("Redmine's answer is no issue.")
            : new TicketReading.Seen(new TicketSnapshot(ticket, there.Text("subject") ?? "", RedmineStatusWalk.StatusOf(there, statuses))
            {
                Priority = priority,
                Severity = SeveritySigns.None.And(s => RedminePriority.Of(s, mapping, priorities)?.Id, [priority])
                    .And(SeveritySigns.OfLabels(mapping, labels)),
                Assignee = PersonName.For(mapping, Invariant(person.Id()), person.Text("name")),
                Labels = labels,
                ChangedAt = DateTimeOffset.TryParse(
                    there.Text("updated_on"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var changed) ? changed : null,
            });
    }

    /// <summary>Comments once.</summary>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        if (RedmineIssue.Parse(known.Key) is not { } issue)
        {
            return new PushResult.Refused($"{known.Key} is no issue of Redmine.");
        }

        var (there, failure) = await api.GetAsync(issue.WithJournals, "issue", cancellationToken);
        if (failure is null && !IsSaid(there, comment.Marker))
        {
            var notes = new RedmineText(settings.TextFormat).Render(comment.Body);
            var call = new TrackerCall(HttpMethod.Put, issue.Path) { Body = new { issue = new { notes } }, IsCreation = true };
            var answer = await api.SendAsync(call, cancellationToken);
            (there, failure) = answer is TrackerAnswer.Done
                ? await api.GetAsync(issue.WithJournals, "issue", cancellationToken)
                : (default, answer);
        }

        return failure is not null ? await api.WhyAsync(issue, failure, cancellationToken)
            : IsSaid(there, comment.Marker) ? new PushResult.Filed(known)
            : new PushResult.Refused("Redmine answered as if done but made no note: our account's role may not add notes.");
    }

    private static bool IsSaid(JsonElement issue, string marker) =>
        issue.Member("journals").Items().Any(j => TicketMarker.IsIn(j.Text("notes") ?? "", marker));

    private static bool IsOurs(JsonElement issue, int? field, string marker) =>
        (field is { } id && issue.Field(id) == marker) || TicketMarker.IsIn(issue.Text("description") ?? "", marker);

    private static string? Invariant(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
