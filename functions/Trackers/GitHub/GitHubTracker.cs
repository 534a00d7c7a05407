using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Trackers.GitHub;

/// <summary>The issues of one repository.</summary>
internal sealed class GitHubTracker(GitHubApi api, Mapping mapping) : ITracker
{
    private const int TitleCharacters = 256;
    private const int BodyCharacters = 65_536;

    // Five thousand issues changed since the intent: more than any repository sees in the time a push takes.
    private const int MostPages = 50;

    // Between our clock, by which the intent was stored, and GitHub's.
    private static readonly TimeSpan ClockDrift = TimeSpan.FromHours(1);

    private readonly string repository = mapping.Project;
    private readonly GitHubLabels labels = new(api, mapping);
    private readonly GitHubReader reader = new(api, mapping);

    /// <inheritdoc/>
    /// <remarks>The list of issues reads the records, not an index; GitHub promises no delay and none has been seen.</remarks>
    public TimeSpan LookUpLag => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new GitHubConnectionTest(api, repository).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        if (await labels.EnsureAsync(repository, ticket, cancellationToken) is { } busy)
        {
            return busy.ToPush();
        }

        var call = TrackerCall.Create($"repos/{repository}/issues", new
        {
            Title = MarkdownRenderer.Title(ticket.Title, TitleCharacters),
            Body = MarkdownRenderer.Render(ticket.Body, BodyCharacters),
            Labels = TicketLabels.Wanted(mapping, ticket),
            Type = mapping.IssueType,
            Assignees = AssigneesOf(ticket) ?? [],
        });
        var answer = await api.SendAsync(call, cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var issue })
        {
            return answer.ToPush();
        }

        return GitHubIssue.RefOf(repository, issue) is { } made
            ? new PushResult.Filed(made, Missing(issue, issue.Member("labels"), ticket))
            : new PushResult.Unknown("GitHub's answer to the new issue does not name it.");
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        if (GitHubIssue.Parse(known.Key) is not { } issue)
        {
            return new PushResult.Refused($"{known.Key} is no issue of GitHub.");
        }

        var answer = await api.SendAsync(TrackerCall.Write(HttpMethod.Patch, issue.Path, Wish(ticket)), cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status422UnprocessableEntity } && ticket is { KeepsAssignee: false, Assignee: not null })
        {
            // Perhaps the person has left: all else matters more, and the note tells.
            answer = await api.SendAsync(
                TrackerCall.Write(HttpMethod.Patch, issue.Path, Wish(ticket with { KeepsAssignee = true })), cancellationToken);
        }

        if (answer is not TrackerAnswer.Done done)
        {
            return await reader.WhyAsync(issue, answer, cancellationToken);
        }

        var isOpen = done.Body.Text("state") != "closed";
        if (!ticket.KeepsStatus && isOpen != ticket.IsOpen)
        {
            return new PushResult.Refused($"GitHub took the change but left the issue {(isOpen ? "open" : "closed")}.");
        }

        var (failure, there) = await AlignLabelsAsync(issue, done.Body.Member("labels"), ticket, cancellationToken);
        return failure?.ToPush() ?? new PushResult.Filed(known, Missing(done.Body, there, ticket));
    }

    /// <inheritdoc/>
    public async Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var from = since - ClockDrift;
        var time = from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var path = $"repos/{repository}/issues?state=all&since={Uri.EscapeDataString(time)}&per_page=100&sort=created&direction=desc";
        TicketRef? oldest = null;
        for (var page = 0; path is not null && page < MostPages; page++)
        {
            var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return answer.ToSearch();
            }

            if (done.Body.ValueKind != JsonValueKind.Array)
            {
                return new MarkerSearch.Refused("GitHub's answer is no list of issues; is the URL that of its API?");
            }

            // Who quotes a ticket's last line in another issue does so later, so the first one made is ours.
            var ours = done.Body.Items().Where(i => IsOurs(i, marker));
            oldest = ours.Select(i => GitHubIssue.RefOf(repository, i)).LastOrDefault() ?? oldest;
            path = done.Body.Items().Any(i => WasMadeBefore(i, from)) ? null : GitHubReader.NextPage(done);
        }

        return oldest is not null ? new MarkerSearch.Found(oldest)
            : path is null ? new MarkerSearch.NotThere()
            : new MarkerSearch.Refused($"{repository} has too many recent issues to look through for {marker}.");
    }

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) =>
        reader.ReadAsync(known, cancellationToken);

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new GitHubChanges(api, repository).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) =>
        reader.CommentAsync(known, comment, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Issue types belong to organisations; a person's repository has none, and older servers do not know them.</remarks>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        var seen = await api.SendAsync(TrackerCall.Get($"repos/{repository}"), cancellationToken);
        if (seen is not TrackerAnswer.Done)
        {
            return seen.ToProject();
        }

        var types = await api.SendAsync(TrackerCall.Get($"orgs/{repository.Split('/')[0]}/issue-types"), cancellationToken);
        return new ProjectReading.Described(new ProjectDescription
        {
            Statuses = GitHubStatuses.All,
            IssueTypes = types is TrackerAnswer.Done done
                ? [.. done.Body.Items().Select(t => t.Text("name")).OfType<string>().Select(n => new NamedChoice(n, n))]
                : [],
        });
    }

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        new GitHubComments(api, reader).ReadAsync(known, since, cancellationToken);

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(
        MarkdownRenderer.Title(ticket.Title, TitleCharacters), MarkdownRenderer.Render(ticket.Body, BodyCharacters), "markdown");

    // What is null is not sent, so GitHub leaves it as it is.
    private object Wish(Ticket ticket)
    {
        var status = ticket.KeepsStatus ? null : GitHubStatuses.Wanted(mapping, ticket);
        return new
        {
            title = ticket.KeepsText ? null : MarkdownRenderer.Title(ticket.Title, TitleCharacters),
            body = ticket.KeepsText ? null : MarkdownRenderer.Render(ticket.Body, BodyCharacters),
            state = status is null ? null : status.IsOpen ? "open" : "closed",
            state_reason = status is { IsOpen: false } ? status.Id : null,
            assignees = AssigneesOf(ticket),
        };
    }

    // Null for whoever has it.
    private static string[]? AssigneesOf(Ticket ticket) => ticket.KeepsAssignee ? null : ticket.Assignee is { } person ? [person] : [];

    // Adds what is missing and takes away what is outdated; people's own labels stay. Both calls answer with what is there then.
    private async Task<(TrackerAnswer? Failure, JsonElement Labels)> AlignLabelsAsync(
        GitHubIssue issue, JsonElement there, Ticket ticket, CancellationToken cancellationToken)
    {
        var missing = TicketLabels.Missing(mapping, ticket, GitHubLabels.Names(there));
        if (missing.Count > 0 && await labels.EnsureAsync(issue.Repository, ticket, cancellationToken) is { } busy)
        {
            return (busy, there);
        }

        var calls = new List<TrackerCall>();
        if (missing.Count > 0)
        {
            calls.Add(TrackerCall.Write(HttpMethod.Post, $"{issue.Path}/labels", new { Labels = missing }));
        }

        calls.AddRange(TicketLabels.Outdated(mapping, ticket, GitHubLabels.Names(there))
            .Select(l => TrackerCall.Write(HttpMethod.Delete, $"{issue.Path}/labels/{Uri.EscapeDataString(l)}", null)));
        foreach (var call in calls)
        {
            switch (await api.SendAsync(call, cancellationToken))
            {
                case TrackerAnswer.Done done:
                    there = done.Body;
                    break;
                case TrackerAnswer.Later later:
                    return (later, there);
            }
        }

        return (null, there);
    }

    // GitHub takes labels and assignees from those who may push, and drops them without a word from others.
    private string? Missing(JsonElement issue, JsonElement there, Ticket ticket)
    {
        var lost = TicketLosses.OfLabels(mapping, ticket, [.. GitHubLabels.Names(there)])
            .Concat(TicketLosses.OfAssignee(ticket, GitHubIssue.Assignees(issue)))
            .ToList();
        return lost.Count == 0 ? null : $"GitHub left out {string.Join(", ", lost)}: our account may lack the right to push there.";
    }

    private static bool IsOurs(JsonElement issue, string marker) =>
        issue.Member("pull_request").ValueKind == JsonValueKind.Undefined && TicketMarker.IsIn(issue.Text("body") ?? "", marker);

    private static bool WasMadeBefore(JsonElement issue, DateTimeOffset time) =>
        DateTimeOffset.TryParse(issue.Text("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
        && made < time;
}
