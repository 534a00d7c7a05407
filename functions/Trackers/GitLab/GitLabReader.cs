using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Trackers.GitLab;

/// <summary>Finds and reads issues and what is said below them, and finds out why one cannot be read.</summary>
internal sealed partial class GitLabReader(TrackerHttp http, Mapping mapping)
{
    private const int CommentCharacters = 1_048_576;

    // Ten thousand comments: more than any issue that people still read has.
    private const int MostPages = 100;

    private readonly string project = mapping.Project;

    /// <summary>Looks through the project's descriptions for the marker.</summary>
    public async Task<MarkerSearch> FindAsync(string marker, CancellationToken cancellationToken)
    {
        var path = $"{GitLabIssue.PathOf(project)}/issues?scope=all&state=all&search={Uri.EscapeDataString(marker)}&in=description"
            + "&order_by=created_at&sort=asc&per_page=100";
        var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToSearch();
        }

        if (done.Body.ValueKind != JsonValueKind.Array)
        {
            return new MarkerSearch.Refused("GitLab's answer is no list of issues; is the URL that of its API?");
        }

        // Who quotes a ticket's last line in another issue does so later, so the first one made is ours.
        var ours = done.Body.Items().Where(i => TicketMarker.IsIn(i.Text("description") ?? "", marker));
        return ours.Select(i => GitLabIssue.RefOf(project, i)).FirstOrDefault(t => t is not null) is { } found
            ? new MarkerSearch.Found(found)
            : new MarkerSearch.NotThere();
    }

    /// <summary>Asks for an issue's state now; one that was moved is followed by its marker.</summary>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (GitLabIssue.Parse(known.Key) is not { } issue)
        {
            return new TicketReading.Refused($"{known.Key} is no issue of GitLab.");
        }

        var answer = await http.SendAsync(TrackerCall.Get(issue.Path), cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var there } || Snapshot(issue.Project, there) is not { } seen)
        {
            return await WhyAsync(issue, answer, cancellationToken) switch
            {
                PushResult.Gone gone => new TicketReading.Gone(gone.Reason),
                PushResult.Later later => new TicketReading.Later(later.After, later.Reason),
                PushResult.Refused refused => new TicketReading.Refused(refused.Reason),
                _ => answer.ToReading(),
            };
        }

        return there.Member("moved_to_id") is { ValueKind: JsonValueKind.Number } id
            ? await FollowAsync(issue, id.GetInt64(), there, cancellationToken)
            : new TicketReading.Seen(seen);
    }

    /// <summary>Comments once.</summary>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        if (GitLabIssue.Parse(known.Key) is not { } issue)
        {
            return new PushResult.Refused($"{known.Key} is no issue of GitLab.");
        }

        for (var page = 1; page <= MostPages; page++)
        {
            var path = string.Create(
                CultureInfo.InvariantCulture, $"{issue.Path}/notes?activity_filter=only_comments&sort=asc&per_page=100&page={page}");
            var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done { Body.ValueKind: JsonValueKind.Array } there)
            {
                return await WhyAsync(issue, answer, cancellationToken);
            }

            if (there.Body.Items().Any(n => TicketMarker.IsIn(n.Text("body") ?? "", comment.Marker)))
            {
                return new PushResult.Filed(known);
            }

            if (there.Body.GetArrayLength() < 100)
            {
                break;
            }
        }

        var body = MarkdownRenderer.Render(comment.Body, CommentCharacters, MarkdownDialect.GitLab);
        var made = await http.SendAsync(TrackerCall.Create($"{issue.Path}/notes", new { body }), cancellationToken);
        return made is TrackerAnswer.Done ? new PushResult.Filed(known) : await WhyAsync(issue, made, cancellationToken);
    }

    /// <summary>What a failed call about an issue means.</summary>
    /// <remarks>GitLab answers 404 for what is gone and for what we may not see; whether the project answers tells them apart.</remarks>
    public async Task<PushResult> WhyAsync(GitLabIssue issue, TrackerAnswer answer, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case TrackerAnswer.Done:
                return new PushResult.Refused("GitLab's answer is no issue; is the URL that of its API?");
            case TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound }:
                var seen = await http.SendAsync(TrackerCall.Get(GitLabIssue.PathOf(issue.Project)), cancellationToken);
                return seen switch
                {
                    TrackerAnswer.Done => new PushResult.Gone($"The issue #{issue.Iid} is no longer in {issue.Project}."),
                    TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound } => new PushResult.Refused(
                        $"{issue.Project} is gone, or our account no longer has access to it."),
                    _ => seen.ToPush(),
                };
            default:
                return answer.ToPush();
        }
    }

    // Only administrators may ask for an issue by the number that a move tells; the text went along, and with it the marker.
    private async Task<TicketReading> FollowAsync(GitLabIssue issue, long id, JsonElement there, CancellationToken cancellationToken)
    {
        var moved = new TicketReading.Gone($"The issue #{issue.Iid} was moved out of {issue.Project}, to where our account cannot see it.");
        if (Marker().Matches(there.Text("description") ?? "").LastOrDefault()?.Value is not { } marker)
        {
            return moved;
        }

        var answer = await http.SendAsync(TrackerCall.Get($"issues?scope=all&state=all&search={marker}&in=description"), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToReading();
        }

        var target = done.Body.Items().FirstOrDefault(i => i.Member("id") is { ValueKind: JsonValueKind.Number } n && n.GetInt64() == id);
        var path = target.Member("references").Text("full") is { } full ? full.Split('#')[0] : null;
        return path is not null && Snapshot(path, target) is { } seen ? new TicketReading.Seen(seen) : moved;
    }

    private TicketSnapshot? Snapshot(string project, JsonElement issue) =>
        GitLabIssue.RefOf(project, issue) is { } ticket
            ? new TicketSnapshot(ticket, issue.Text("title") ?? "", GitLabStatuses.Of(issue))
            {
                Severity = SeveritySigns.OfLabels(mapping, GitLabWords.Labels(issue)),
                Assignee = PersonName.For(mapping, GitLabWords.Assignees(issue).FirstOrDefault() ?? []),
                Labels = GitLabWords.Labels(issue),
                ChangedAt = DateTimeOffset.TryParse(
                    issue.Text("updated_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var changed) ? changed : null,
            }
            : null;

    [GeneratedRegex(@"\bpb-[0-9a-z]{12}\b")]
    private static partial Regex Marker();
}
