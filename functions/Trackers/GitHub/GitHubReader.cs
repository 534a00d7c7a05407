using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Trackers.GitHub;

/// <summary>Reads issues and what is said below them, and finds out why one cannot be read.</summary>
internal sealed class GitHubReader(GitHubApi api, Mapping mapping)
{
    private const int CommentCharacters = 65_536;

    // Ten thousand comments: more than any issue that people still read has.
    private const int MostPages = 100;

    /// <summary>Asks for an issue's state now.</summary>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (GitHubIssue.Parse(known.Key) is not { } issue)
        {
            return new TicketReading.Refused($"{known.Key} is no issue of GitHub.");
        }

        var answer = await api.SendAsync(TrackerCall.Get(issue.Path), cancellationToken);
        if (answer is TrackerAnswer.Done done)
        {
            return Snapshot(done.Body) is { } seen
                ? new TicketReading.Seen(seen)
                : new TicketReading.Refused("GitHub's answer is no issue; is the URL that of its API?");
        }

        return await WhyAsync(issue, answer, cancellationToken) switch
        {
            PushResult.Gone gone => new TicketReading.Gone(gone.Reason),
            PushResult.Later later => new TicketReading.Later(later.After, later.Reason),
            PushResult.Refused refused => new TicketReading.Refused(refused.Reason),
            _ => answer.ToReading(),
        };
    }

    /// <summary>Comments once.</summary>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        if (GitHubIssue.Parse(known.Key) is not { } issue)
        {
            return new PushResult.Refused($"{known.Key} is no issue of GitHub.");
        }

        var path = $"{issue.Path}/comments?per_page=100";
        for (var page = 0; path is not null && page < MostPages; page++)
        {
            var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done there)
            {
                return await WhyAsync(issue, answer, cancellationToken);
            }

            if (there.Body.Items().Any(c => TicketMarker.IsIn(c.Text("body") ?? "", comment.Marker)))
            {
                return new PushResult.Filed(known);
            }

            path = NextPage(there);
        }

        var body = MarkdownRenderer.Render(comment.Body, CommentCharacters);
        var made = await api.SendAsync(TrackerCall.Create($"{issue.Path}/comments", new { body }), cancellationToken);
        return made is TrackerAnswer.Done ? new PushResult.Filed(known) : await WhyAsync(issue, made, cancellationToken);
    }

    /// <summary>What a failed call about an issue means.</summary>
    /// <remarks>GitHub answers 404 for what is gone and for what we may not see; whether the repository answers tells them apart.</remarks>
    public async Task<PushResult> WhyAsync(GitHubIssue issue, TrackerAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is not TrackerAnswer.Refused refused)
        {
            return answer.ToPush();
        }

        switch (refused.Status)
        {
            case StatusCodes.Status410Gone or (>= 300 and < 400):
                return new PushResult.Gone(refused.Reason);
            case StatusCodes.Status404NotFound:
                var seen = await api.SendAsync(TrackerCall.Get($"repos/{issue.Repository}"), cancellationToken);
                return seen switch
                {
                    TrackerAnswer.Done => new PushResult.Gone($"The issue #{issue.Number} is no longer in {issue.Repository}."),
                    TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound } => new PushResult.Refused(
                        $"{issue.Repository} is gone, or our account no longer has access to it."),
                    _ => seen.ToPush(),
                };
            default:
                return refused.ToPush();
        }
    }

    /// <summary>The address of the list's next page; null after the last.</summary>
    /// <remarks>Source: RFC 8288. GitHub writes one header with several links.</remarks>
    public static string? NextPage(TrackerAnswer.Done done) =>
        done.Headers.TryGetValues("Link", out var links)
            ? links.SelectMany(l => l.Split(','))
                .Where(l => l.Contains("rel=\"next\"", StringComparison.Ordinal))
                .Select(l => l[(l.IndexOf('<', StringComparison.Ordinal) + 1)..l.IndexOf('>', StringComparison.Ordinal)])
                .FirstOrDefault()
            : null;

    // A transferred issue answers as what it is now, in another repository.
    private TicketSnapshot? Snapshot(JsonElement issue)
    {
        var labels = GitHubLabels.Names(issue.Member("labels")).ToList();
        return GitHubIssue.RefOf(RepositoryOf(issue) ?? mapping.Project, issue) is { } ticket
            ? new TicketSnapshot(ticket, issue.Text("title") ?? "", GitHubStatuses.Of(issue))
            {
                Resolution = issue.Text("state_reason"),
                Severity = SeveritySigns.OfLabels(mapping, labels),
                Assignee = PersonName.For(mapping, GitHubIssue.Assignees(issue).Take(1)),
                Labels = labels,
                ChangedAt = DateTimeOffset.TryParse(
                    issue.Text("updated_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var changed) ? changed : null,
            }
            : null;
    }

    private static string? RepositoryOf(JsonElement issue) =>
        Uri.TryCreate(issue.Text("repository_url"), UriKind.Absolute, out var url)
        && url.Segments is [.., var owner, var name]
        && $"{owner.Trim('/')}/{name.Trim('/')}" is var found && GitHubIssue.IsRepository(found)
            ? found
            : null;
}
