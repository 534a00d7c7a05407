using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Redmine;

/// <summary>The issues of one project.</summary>
internal sealed class RedmineTracker(RedmineApi api, Mapping mapping, RedmineSettings settings) : ITracker
{
    private readonly RedmineFields fields = new(api);
    private readonly RedmineText text = new(settings.TextFormat);

    /// <inheritdoc/>
    /// <remarks>Lists read the records; nothing is behind.</remarks>
    public TimeSpan LookUpLag => TimeSpan.Zero;

    private RedmineDraft Draft => new(api, fields, mapping, settings);

    private RedmineReader Reader => new(api, fields, mapping, settings);

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new RedmineConnectionTest(api, fields, settings).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        var (wish, failure) = await Draft.NewAsync(ticket, cancellationToken);
        if (wish is null || failure is not null)
        {
            return failure!.ToPush();
        }

        var answer = await api.SendAsync(TrackerCall.Create("issues.json", wish.Body), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToPush();
        }

        var issue = done.Body.Member("issue");
        if (RedmineIssue.RefOf(api.Address, issue) is not { } made)
        {
            return new PushResult.Unknown("Redmine's answer to the new issue does not name it.");
        }

        fields.Learn(issue.Member("custom_fields"));
        var hasMore = wish.UnknownFields.RemoveAll(f => fields.IdOf(f) is not null) > 0 || mapping.Statuses.ContainsKey(ticket.State);
        var more = hasMore ? await UpdateAsync(made, ticket, cancellationToken) : null;
        return new PushResult.Filed(made, Notes(wish.Lost(issue), more));
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        if (RedmineIssue.Parse(known.Key) is not { } issue)
        {
            return new PushResult.Refused($"{known.Key} is no issue of Redmine.");
        }

        var (there, failure) = await api.GetAsync(issue.WithStatuses, "issue", cancellationToken);
        if (failure is not null)
        {
            return await api.WhyAsync(issue, failure, cancellationToken);
        }

        (var statuses, failure) = await api.StatusesAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        fields.Learn(there.Member("custom_fields"));
        (var wish, failure) = await Draft.ContentAsync(ticket, there, cancellationToken);
        return wish is null
            ? failure!.ToPush()
            : await WalkAsync(known, issue, there, wish, new RedmineStatusWalk(mapping, ticket, there, statuses), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken) =>
        Reader.FindAsync(marker, cancellationToken);

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) => Reader.ReadAsync(known, cancellationToken);

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new RedmineChanges(api).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) =>
        Reader.CommentAsync(known, comment, cancellationToken);

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        new RedmineComments(api, settings).ReadAsync(known, since, cancellationToken);

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => text.Preview(ticket);

    /// <inheritdoc/>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        var (project, failure) = await api.ProjectAsync(cancellationToken);
        (var statuses, failure) = failure is null ? await api.StatusesAsync(cancellationToken) : ([], failure);
        (var priorities, failure) = failure is null ? await api.PrioritiesAsync(cancellationToken) : ([], failure);
        failure ??= await fields.AskAsync(cancellationToken);
        return failure is not null ? failure.ToProject() : new ProjectReading.Described(new ProjectDescription
        {
            IssueTypes = [.. project.Member("trackers").Choices()],
            Statuses = statuses,
            Priorities = [.. priorities.Reverse()],
            Components = [.. project.Member("issue_categories").Choices()],
            Fields = [.. fields.Known.Select(f => new TrackerField(f.Id, f.Name, IsRequired: fields.IsRequired(f.Id), []))],
        });
    }

    // The first ticket of a project teaches us the names of its fields, and new issues start where the workflow lets them. That the ticket
    // is there counts, whatever becomes of the rest: the next update tries again.
    private static string? Notes(string? lost, PushResult? more)
    {
        var second = more switch
        {
            PushResult.Filed filed => filed.Note,
            PushResult.Later later => later.Reason,
            PushResult.Refused refused => refused.Reason,
            _ => null,
        };
        return (lost, second) switch
        {
            (null, _) => second,
            (_, null) => lost,
            _ => lost == second ? lost : $"{lost} {second}",
        };
    }

    // The first step goes with the text. After each the issue is read, because a step that the workflow forbids is passed over in silence.
    private async Task<PushResult> WalkAsync(
        TicketRef known, RedmineIssue issue, JsonElement there, RedmineWish wish, RedmineStatusWalk walk, CancellationToken cancellationToken)
    {
        var body = wish.Body;
        var step = walk.Next(there);
        if (step is not null)
        {
            wish.Issue["status_id"] = int.Parse(step.Id, System.Globalization.CultureInfo.InvariantCulture);
            body = wish.Body;
            wish.Issue.Remove("status_id");
        }

        while (true)
        {
            var put = await api.SendAsync(TrackerCall.Write(HttpMethod.Put, issue.Path, body), cancellationToken);
            var (now, failure) = put is TrackerAnswer.Done
                ? await api.GetAsync(issue.WithStatuses, "issue", cancellationToken)
                : (default, put);
            if (failure is not null)
            {
                return await api.WhyAsync(issue, failure, cancellationToken);
            }

            if (step is not null && now.Member("status").Id() != int.Parse(step.Id, System.Globalization.CultureInfo.InvariantCulture))
            {
                return new PushResult.Refused(
                    $"Redmine answered as if done but did not move #{issue.Id} to {step.Name}: the workflow may forbid it to our account's role.");
            }

            if (walk.Impossible is { } impossible)
            {
                return new PushResult.Refused(impossible);
            }

            if (walk.HasArrived(now))
            {
                return new PushResult.Filed(known, wish.Lost(now));
            }

            step = walk.Next(now);
            if (step is null)
            {
                return new PushResult.Refused(walk.Stuck(now));
            }

            body = new { issue = new { status_id = step.Id } };
        }
    }
}
