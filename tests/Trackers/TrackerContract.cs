using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What every tracker must do, on the real thing. None ships without passing all of it.</summary>
public abstract partial class TrackerContract
{
    /// <summary>An empty project, opened.</summary>
    protected abstract Task<IProject> OpenAsync();

    [SkippableFact]
    public async Task A_created_ticket_says_what_was_asked()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another("Injection with ümlauts, \"quotes\" and 😀");

        var result = await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var filed = Assert.IsType<PushResult.Filed>(result);
        var seen = await project.ReadAsync(filed.Ticket);
        Assert.Null(filed.Note);
        Assert.True(Uri.IsWellFormedUriString(filed.Ticket.Url, UriKind.Absolute));
        Assert.Equal(ticket.Title, seen.Title);
        Assert.True(TicketMarker.IsIn(seen.Body, ticket.Marker));
        Assert.Contains("This query depends on a user-provided value.", seen.Body, StringComparison.Ordinal);
        Assert.True(seen.IsOpen);
        Assert.Superset(project.LabelsAs("patchbay", "security", "severity: high").ToHashSet(), seen.Labels.ToHashSet());
    }

    [SkippableFact]
    public async Task A_created_ticket_is_found_by_its_marker_and_no_other_is()
    {
        await using var project = await OpenAsync();
        var (first, second) = (MakeTicket.Another("First"), MakeTicket.Another("Second"));
        var intentAt = DateTimeOffset.UtcNow;
        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(first, CancellationToken.None));
        await project.Tracker.CreateAsync(MakeTicket.Another("Third"), CancellationToken.None);

        var found = await project.Tracker.FindAsync(first.Marker, intentAt, CancellationToken.None);
        var missing = await project.Tracker.FindAsync(second.Marker, intentAt, CancellationToken.None);

        Assert.Equal(filed.Ticket, Assert.IsType<MarkerSearch.Found>(found).Ticket);
        Assert.IsType<MarkerSearch.NotThere>(missing);
    }

    [SkippableFact]
    public async Task A_closed_ticket_is_still_found()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var intentAt = DateTimeOffset.UtcNow;
        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));
        await project.Tracker.UpdateAsync(filed.Ticket, ticket with { IsOpen = false }, CancellationToken.None);

        var found = await project.Tracker.FindAsync(ticket.Marker, intentAt, CancellationToken.None);

        Assert.Equal(filed.Ticket, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [SkippableFact]
    public async Task An_update_brings_title_text_and_severity_up_to_date_and_leaves_peoples_labels()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another("Before");
        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));
        await project.AddLabelAsync(filed.Ticket, "team-red");
        var next = ticket with
        {
            Title = "After",
            Severity = Severity.Critical,
            Body = new TicketBody([new TicketBlock.Prose("Worse than thought."), new TicketBlock.Mark(ticket.Marker)]),
        };

        var result = await project.Tracker.UpdateAsync(filed.Ticket, next, CancellationToken.None);

        var seen = await project.ReadAsync(filed.Ticket);
        Assert.Equal(filed.Ticket, Assert.IsType<PushResult.Filed>(result).Ticket);
        Assert.Equal("After", seen.Title);
        Assert.Contains("Worse than thought.", seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("user-provided", seen.Body, StringComparison.Ordinal);
        Assert.Equal(project.LabelsAs("patchbay", "security", "severity: critical", "team-red"), seen.Labels.Order());
    }

    [SkippableFact]
    public async Task A_ticket_is_closed_and_reopened_and_repeating_it_is_harmless()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var states = new List<bool>();

        foreach (var isOpen in (bool[])[false, false, true, true])
        {
            var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = isOpen }, CancellationToken.None);
            Assert.IsType<PushResult.Filed>(result);
            states.Add((await project.ReadAsync(known)).IsOpen);
        }

        Assert.Equal([false, false, true, true], states);
    }

    [SkippableFact]
    public async Task An_update_of_the_text_alone_leaves_open_or_closed_to_people()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.CloseAsync(known);

        await project.Tracker.UpdateAsync(known, ticket with { Title = "After", KeepsStatus = true }, CancellationToken.None);

        var seen = await project.ReadAsync(known);
        Assert.Equal("After", seen.Title);
        Assert.False(seen.IsOpen);
    }

    [SkippableFact]
    public async Task An_update_of_a_persons_own_ticket_leaves_its_title_and_text()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another("Before");
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var before = await project.ReadAsync(known);
        var next = ticket with
        {
            Title = "After",
            Severity = Severity.Critical,
            IsOpen = false,
            KeepsText = true,
            Body = new TicketBody([new TicketBlock.Prose("Not theirs."), new TicketBlock.Mark(ticket.Marker)]),
        };

        var result = await project.Tracker.UpdateAsync(known, next, CancellationToken.None);

        Assert.IsType<PushResult.Filed>(result);
        var seen = await project.ReadAsync(known);
        Assert.Equal((before.Title, before.Body, false), (seen.Title, seen.Body, seen.IsOpen));
    }

    [SkippableFact]
    public async Task A_ticket_that_is_gone_is_told_apart_from_one_that_refuses()
    {
        await using var project = await OpenAsync();
        var known = await project.MissingAsync();

        var result = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        Assert.IsType<PushResult.Gone>(result);
    }

    [SkippableFact]
    public async Task A_working_connection_says_who_we_are()
    {
        await using var project = await OpenAsync();

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Empty(test.Problems);
        Assert.True(test.IsUsable);
        Assert.False(string.IsNullOrEmpty(test.Account));
    }

    [SkippableFact]
    public async Task A_huge_description_is_filed_with_its_mark()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var huge = ticket with
        {
            Title = string.Concat(Enumerable.Repeat("long ", 100)),
            Body = new TicketBody([new TicketBlock.Prose(new string('x', 1_000_000)), new TicketBlock.Mark(ticket.Marker)]),
        };

        var result = await project.Tracker.CreateAsync(huge, CancellationToken.None);

        var filed = Assert.IsType<PushResult.Filed>(result);
        Assert.True(TicketMarker.IsIn((await project.ReadAsync(filed.Ticket)).Body, ticket.Marker));
    }

    [SkippableFact]
    public async Task A_ticket_reads_as_a_person_left_it()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another("Before");
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var opened = await project.Tracker.ReadAsync(known, CancellationToken.None);
        await project.CloseAsync(known);

        var closed = await project.Tracker.ReadAsync(known, CancellationToken.None);

        var before = Assert.IsType<TicketReading.Seen>(opened).Ticket;
        var after = Assert.IsType<TicketReading.Seen>(closed).Ticket;
        Assert.Equal(known, before.Ticket);
        Assert.Equal(ticket.Title, before.Title);
        Assert.True(before.Status.IsOpen);
        Assert.False(after.Status.IsOpen);
        Assert.NotEqual(before.Status.Id, after.Status.Id);
    }

    [SkippableFact]
    public async Task A_ticket_that_is_gone_reads_as_gone()
    {
        await using var project = await OpenAsync();

        var reading = await project.Tracker.ReadAsync(await project.MissingAsync(), CancellationToken.None);

        Assert.IsType<TicketReading.Gone>(reading);
    }

    [SkippableFact]
    public async Task A_comment_is_made_once_however_often_it_is_asked_for()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var comment = CommentOf("pb-0123456789ab", "No longer seen by @everyone.");

        var first = await project.Tracker.CommentAsync(known, comment, CancellationToken.None);
        await project.Tracker.CommentAsync(known, comment, CancellationToken.None);
        await project.Tracker.CommentAsync(known, CommentOf("pb-0123456789ac", "Seen again."), CancellationToken.None);

        Assert.IsType<PushResult.Filed>(first);
        var comments = await project.CommentsAsync(known);
        Assert.Equal(2, comments.Count);
        Assert.Contains("No longer seen", comments[0], StringComparison.Ordinal);
        Assert.Contains("Seen again", comments[1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_project_says_what_statuses_there_are()
    {
        await using var project = await OpenAsync();

        var reading = await project.Tracker.DescribeAsync(CancellationToken.None);

        var described = Assert.IsType<ProjectReading.Described>(reading).Project;
        Assert.Contains(described.Statuses, s => s.IsOpen);
        Assert.Contains(described.Statuses, s => !s.IsOpen);
        Assert.Equal(described.Statuses.Count, described.Statuses.DistinctBy(s => s.Id).Count());
    }

    [SkippableFact]
    public async Task A_preview_shows_what_would_be_sent()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();

        var preview = project.Tracker.Preview(ticket);

        Assert.Contains("This query depends on a user-provided value.", preview.Body, StringComparison.Ordinal);
        Assert.True(TicketMarker.IsIn(preview.Body, ticket.Marker));
        Assert.Contains("SQL injection", preview.Title, StringComparison.Ordinal);
    }

    private static TicketComment CommentOf(string marker, string text) =>
        new(marker, new TicketBody([new TicketBlock.Prose(text), new TicketBlock.Mark(marker)]));
}
