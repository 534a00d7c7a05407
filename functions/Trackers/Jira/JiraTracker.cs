using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.Jira;

/// <summary>The issues of one Jira project, on Cloud or on Data Center.</summary>
internal sealed class JiraTracker(JiraApi api, Mapping mapping) : ITracker
{
    private const string OwnProperty = "patchbay";

    private readonly JiraReader reader = new(api, mapping);
    private readonly JiraWorkflow workflow = new(api, mapping);
    private JiraScreen? shown;

    /// <inheritdoc/>
    public TimeSpan LookUpLag => api.Edition.LookUpLag;

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new JiraConnectionTest(api, mapping).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        var (screen, failure) = await ScreenAsync(cancellationToken);
        if (screen is null)
        {
            return failure!.ToPush();
        }

        if (!screen.Fields.ContainsKey("labels"))
        {
            return new PushResult.Refused(
                $"The create screen of {screen.Type.Name} in {mapping.Project} has no field Labels, by which a lost ticket is found again; add it.");
        }

        var draft = JiraDraft.New(ticket, mapping, screen, api);
        var (answer, leftOut) = await TryAsync(draft, fields => TrackerCall.Create("issue", NewIssue(fields, ticket)), cancellationToken);
        if (answer is not TrackerAnswer.Done made)
        {
            return answer.ToPush();
        }

        return JiraKey.RefOf(api, made.Body) is { } filed
            ? await LookAgainAsync(filed, ticket, leftOut, cancellationToken)
            : new PushResult.Unknown("Jira's answer to the new issue does not name it.");
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        if (!JiraKey.IsIssue(known.Key))
        {
            return new PushResult.Refused($"{known.Key} is no issue of Jira.");
        }

        var (screen, failure) = await ScreenAsync(cancellationToken);
        if (screen is null)
        {
            return failure!.ToPush();
        }

        (var there, failure) = await LabelsAsync(known.Key, ticket, cancellationToken);
        if (failure is not null)
        {
            return await reader.WhyAsync(known.Key, failure, cancellationToken);
        }

        object[] labels =
        [
            .. JiraLabels.Of(ticket, mapping).Select(l => new { add = l }),
            .. JiraLabels.Outdated(ticket, mapping, there).Select(l => new { remove = l }),
        ];
        var (answer, leftOut) = await TryAsync(
            JiraDraft.Of(ticket, mapping, screen, api),
            fields => TrackerCall.Write(HttpMethod.Put, $"issue/{known.Key}", new { fields, update = new { labels } }),
            cancellationToken);
        if (answer is not TrackerAnswer.Done)
        {
            return await reader.WhyAsync(known.Key, answer, cancellationToken);
        }

        var seen = await reader.GetAsync(known.Key, cancellationToken);
        return seen is not TrackerAnswer.Done { Body: var issue } ? await reader.WhyAsync(known.Key, seen, cancellationToken)
            : reader.Snapshot(issue) is not { } now ? new PushResult.Refused("Jira's answer is no issue; is the URL that of the site?")
            : await MoveAsync(now, issue, ticket, cancellationToken) ?? new PushResult.Filed(now.Ticket, Missing(now, ticket, leftOut));
    }

    /// <inheritdoc/>
    public async Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // Who clones an issue gets its labels too, but later: the first one made is ours.
        var query = new { jql = $"labels = \"{marker}\" ORDER BY created ASC", fields = new[] { "labels" }, maxResults = 10 };
        var answer = await api.SendAsync(TrackerCall.Write(HttpMethod.Post, api.Edition.SearchPath, query), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToSearch();
        }

        if (done.Body.Member("issues").ValueKind != JsonValueKind.Array)
        {
            return new MarkerSearch.Refused("Jira's answer is no list of issues; is the URL that of the site?");
        }

        var ours = done.Body.Member("issues").Items()
            .Where(i => i.Member("fields").Member("labels").Items().Any(l => l.ValueKind == JsonValueKind.String && l.ValueEquals(marker)))
            .Select(i => JiraKey.RefOf(api, i))
            .FirstOrDefault(t => t is not null);
        return ours is null ? new MarkerSearch.NotThere() : new MarkerSearch.Found(ours);
    }

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) => reader.ReadAsync(known, cancellationToken);

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new JiraChanges(api, mapping.Project).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) =>
        reader.CommentAsync(known, comment, cancellationToken);

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        new JiraComments(api, reader).ReadAsync(known, since, cancellationToken);

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(
        PlainTitle.Of(ticket.Title, JiraLimits.SummaryCharacters), $"{api.Edition.Text(ticket.Body, api.TextCharacters)}", api.Edition.Dialect);

    /// <inheritdoc/>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        var (screen, failure) = await ScreenAsync(cancellationToken);
        if (screen is null)
        {
            return failure!.ToProject();
        }

        (var statuses, failure) = await workflow.StatusesAsync(mapping.Project, screen.Type.Id, cancellationToken);
        if (statuses is null)
        {
            return failure!.ToProject();
        }

        var resolutions = await api.SendAsync(TrackerCall.Get("resolution"), cancellationToken);
        return resolutions is not TrackerAnswer.Done done ? resolutions.ToProject() : new ProjectReading.Described(new ProjectDescription
        {
            IssueTypes = screen.Types,
            Statuses = statuses,
            Priorities = screen.Find("priority")?.Choices ?? [],
            Components = screen.Find("components")?.Choices ?? [],
            Resolutions = [.. from r in done.Body.Items() where r.Text("id") is not null select new NamedChoice(r.Text("id")!, r.Text("name") ?? "")],
            Fields = [.. screen.Fields.Values.Select(f => new TrackerField(f.Id, f.Name, f.IsRequired, f.Choices))],
        });
    }

    // Only needed where labels are taken away that may stand there in another case.
    private async Task<(IReadOnlyList<string> Labels, TrackerAnswer? Failure)> LabelsAsync(
        string key, Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket.FormerLabels.Count == 0)
        {
            return ([], null);
        }

        var answer = await reader.GetAsync(key, cancellationToken);
        return answer is TrackerAnswer.Done done ? (JiraReader.LabelsOf(done.Body), null) : ([], answer);
    }

    private static object NewIssue(Dictionary<string, object> fields, Ticket ticket) =>
        new { fields, properties = new[] { new { key = OwnProperty, value = new { marker = ticket.Marker } } } };

    // A field can be on the create screen and not on the other, or be forbidden to us: the ticket matters more. 400 means that nothing was done.
    private async Task<(TrackerAnswer Answer, IReadOnlyList<string> LeftOut)> TryAsync(
        JiraDraft draft, Func<Dictionary<string, object>, TrackerCall> write, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(write(draft.All), cancellationToken);
        if (answer is not TrackerAnswer.Refused { Status: StatusCodes.Status400BadRequest } refused || draft.Optional.Count == 0)
        {
            return (answer, draft.LeftOut);
        }

        var bare = await api.SendAsync(write(new Dictionary<string, object>(draft.Firm)), cancellationToken);
        return bare is TrackerAnswer.Refused
            ? (refused, draft.LeftOut)
            : (bare, [.. draft.LeftOut, $"{string.Join(", ", draft.Optional.Keys)} ({refused.Reason.TrimEnd('.')})"]);
    }

    private async Task<PushResult> LookAgainAsync(
        TicketRef filed, Ticket ticket, IReadOnlyList<string> leftOut, CancellationToken cancellationToken)
    {
        var answer = await reader.GetAsync(filed.Key, cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var issue } || reader.Snapshot(issue) is not { } now)
        {
            return new PushResult.Filed(filed, "The new issue could not be read again, so nobody knows whether Jira left something out.");
        }

        var note = Missing(now, ticket, leftOut);
        var stuck = mapping.Statuses.ContainsKey(ticket.State) && ticket.IsOpen ? await MoveAsync(now, issue, ticket, cancellationToken) : null;
        return new PushResult.Filed(now.Ticket, stuck is null ? note : $"{note} {ReasonOf(stuck)}".Trim());
    }

    // Null when the issue is where it should be.
    private async Task<PushResult?> MoveAsync(TicketSnapshot now, JsonElement issue, Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket.KeepsStatus || (now.Status.IsOpen == ticket.IsOpen && !mapping.Statuses.ContainsKey(ticket.State)))
        {
            return null;
        }

        // It may have been moved to another project, or made another type, since.
        var type = issue.Member("fields").Member("issuetype").Text("id") ?? "";
        var (statuses, failure) = await workflow.StatusesAsync(JiraKey.ProjectOf(now.Ticket.Key), type, cancellationToken);
        return statuses is null ? failure!.ToPush() : StatusMove.For(mapping, ticket, now.Status, statuses) switch
        {
            StatusMove.To to => await workflow.MoveAsync(now.Ticket.Key, now.Status, to.Status, ticket, cancellationToken),
            StatusMove.Impossible impossible => new PushResult.Refused(impossible.Reason),
            _ => null,
        };
    }

    private string? Missing(TicketSnapshot now, Ticket ticket, IReadOnlyList<string> leftOut)
    {
        var lost = leftOut
            .Concat(JiraLabels.Of(ticket, mapping).Except(now.Labels, StringComparer.Ordinal).Select(l => $"the label {l}"))
            .Concat(now.Labels.Intersect(JiraLabels.Outdated(ticket, mapping, now.Labels), StringComparer.Ordinal).Select(l => $"the removal of the label {l}"))
            .Concat(leftOut.Any(l => l.Contains("assignee", StringComparison.Ordinal)) ? [] : TicketLosses.OfAssignee(ticket, now.Assignee))
            .ToList();
        return lost.Count == 0 ? null : $"Jira left out {string.Join(", ", lost)}.";
    }

    private static string ReasonOf(PushResult result) => result switch
    {
        PushResult.Refused refused => refused.Reason,
        PushResult.Later later => later.Reason,
        PushResult.Gone gone => gone.Reason,
        PushResult.Unknown unknown => unknown.Reason,
        _ => "",
    };

    // Asked for once: screens change seldom, and a tracker is opened anew for every round of its lane. Two who ask at once do no harm.
    private async Task<(JiraScreen? Screen, TrackerAnswer? Failure)> ScreenAsync(CancellationToken cancellationToken)
    {
        if (shown is { } screen)
        {
            return (screen, null);
        }

        var read = await JiraScreen.ReadAsync(api, mapping.Project, mapping.IssueType, cancellationToken);
        shown = read.Screen;
        return read;
    }
}
