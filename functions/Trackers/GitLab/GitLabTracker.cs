using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Trackers.GitLab;

/// <summary>The issues of one project.</summary>
internal sealed class GitLabTracker(TrackerHttp http, Mapping mapping, GitLabSettings settings, TimeProvider clock) : ITracker
{
    private const int TitleCharacters = 255;
    private const int BodyCharacters = 1_048_576;

    private readonly string project = mapping.Project;
    private readonly GitLabReader reader = new(http, mapping);

    /// <inheritdoc/>
    /// <remarks>Lists read the records, on a large server those of a replica.</remarks>
    public TimeSpan LookUpLag => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new GitLabConnectionTest(http, project, clock).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        var (people, failure) = await AssigneesAsync(ticket, cancellationToken);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        var call = TrackerCall.Create($"{GitLabIssue.PathOf(project)}/issues", new Dictionary<string, object?>
        {
            ["title"] = Title(ticket),
            ["description"] = Body(ticket),
            ["labels"] = TicketLabels.Wanted(mapping, ticket),
            ["issue_type"] = mapping.IssueType ?? "issue",
            ["confidential"] = settings.Confidential,
            ["assignee_ids"] = people ?? [],
            ["due_date"] = DueOn(ticket),
        }.Where(m => m.Value is not null).ToDictionary());
        var answer = await http.SendAsync(call, cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var issue })
        {
            return answer.ToPush();
        }

        return GitLabIssue.RefOf(project, issue) is { } made
            ? new PushResult.Filed(made, Missing(issue, ticket))
            : new PushResult.Unknown("GitLab's answer to the new issue does not name it.");
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        if (GitLabIssue.Parse(known.Key) is not { } issue)
        {
            return new PushResult.Refused($"{known.Key} is no issue of GitLab.");
        }

        var seen = await http.SendAsync(TrackerCall.Get(issue.Path), cancellationToken);
        if (seen is not TrackerAnswer.Done { Body: var there } || GitLabIssue.RefOf(issue.Project, there) is null)
        {
            return await reader.WhyAsync(issue, seen, cancellationToken);
        }

        if (there.Member("moved_to_id").ValueKind == JsonValueKind.Number)
        {
            return new PushResult.Gone($"The issue #{issue.Iid} was moved out of {issue.Project}.");
        }

        var (people, failure) = await AssigneesAsync(ticket, cancellationToken);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        var answer = await http.SendAsync(TrackerCall.Write(HttpMethod.Put, issue.Path, Wish(ticket, there, people)), cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var now })
        {
            return await reader.WhyAsync(issue, answer, cancellationToken);
        }

        return GitLabStatuses.Event(mapping, ticket, now) is null
            ? new PushResult.Filed(known, Missing(now, ticket))
            : new PushResult.Refused($"GitLab took the change but left the issue {GitLabStatuses.Of(now).Name}.");
    }

    /// <inheritdoc/>
    public Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken) =>
        reader.FindAsync(marker, cancellationToken);

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) => reader.ReadAsync(known, cancellationToken);

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new GitLabChanges(http, project).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) =>
        reader.CommentAsync(known, comment, cancellationToken);

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        new GitLabComments(http, reader).ReadAsync(known, since, cancellationToken);

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(Title(ticket), Body(ticket), "markdown");

    /// <inheritdoc/>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        var seen = await http.SendAsync(TrackerCall.Get(GitLabIssue.PathOf(project)), cancellationToken);
        return seen is TrackerAnswer.Done
            ? new ProjectReading.Described(new ProjectDescription
            {
                IssueTypes = [.. GitLabTrackerKind.IssueTypes.Select(t => new NamedChoice(t, t))],
                Statuses = GitLabStatuses.All,
            })
            : seen.ToProject();
    }

    // Labels by their difference: those that people set stay, also ones set since we looked.
    private Dictionary<string, object> Wish(Ticket ticket, JsonElement there, int[]? people)
    {
        var present = GitLabWords.Labels(there);
        var wish = new Dictionary<string, object>
        {
            ["add_labels"] = TicketLabels.Missing(mapping, ticket, present),
            ["remove_labels"] = TicketLabels.Outdated(mapping, ticket, present),
        };
        if (!ticket.KeepsText)
        {
            wish["title"] = Title(ticket);
            wish["description"] = Body(ticket);
        }

        if (people is not null)
        {
            wish["assignee_ids"] = people;
        }

        if (DueOn(ticket) is { } due)
        {
            wish["due_date"] = due;
        }

        if (GitLabStatuses.Event(mapping, ticket, there) is { } move)
        {
            wish["state_event"] = move;
        }

        return wish;
    }

    // The numbers of those who are to have it. Null for whoever has it, which for a login that is not there the ticket's note tells.
    private async Task<(int[]? People, TrackerAnswer? Failure)> AssigneesAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket.KeepsAssignee || ticket.Assignee is not { } login)
        {
            return (ticket.KeepsAssignee ? null : [], null);
        }

        if (int.TryParse(login, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return ([number], null);
        }

        var answer = await http.SendAsync(TrackerCall.Get($"users?username={Uri.EscapeDataString(login)}"), cancellationToken);
        return answer is not TrackerAnswer.Done done ? (null, answer)
            : done.Body.Items().FirstOrDefault().Member("id") is { ValueKind: JsonValueKind.Number } id ? ([id.GetInt32()], null)
            : (null, null);
    }

    // GitLab drops what a role may not set and says nothing.
    private string? Missing(JsonElement issue, Ticket ticket)
    {
        var lost = TicketLosses.OfLabels(mapping, ticket, GitLabWords.Labels(issue))
            .Concat(TicketLosses.OfAssignee(ticket, GitLabWords.Assignees(issue).SelectMany(a => a)))
            .ToList();
        if (DueOn(ticket) is { } due && issue.Text("due_date") != due)
        {
            lost.Add("the due date");
        }

        return lost.Count == 0 ? null : $"GitLab left out {string.Join(", ", lost)}: our account may lack the role for it.";
    }

    private static string Title(Ticket ticket) => MarkdownRenderer.Title(ticket.Title, TitleCharacters, MarkdownDialect.GitLab);

    private static string Body(Ticket ticket) => MarkdownRenderer.Render(ticket.Body, BodyCharacters, MarkdownDialect.GitLab);

    private static string? DueOn(Ticket ticket) => ticket.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
