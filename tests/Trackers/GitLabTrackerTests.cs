using Patchbay.Findings;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract on a fake GitLab, and what is special about it.</summary>
public sealed class GitLabTrackerTests : HttpChangesContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await GitLabProject.OpenAsync(clock);

    [SkippableFact]
    public async Task A_moved_issue_reads_as_what_it_is_now_and_takes_no_more_updates()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        project.GitLab.Move(project.IssueOf(known), "acme/attic");

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, ticket, CancellationToken.None);

        var seen = Assert.IsType<TicketReading.Seen>(read).Ticket;
        Assert.Equal(("acme/attic#1", true), (seen.Ticket.Key, seen.Status.IsOpen));
        Assert.Contains("moved", Assert.IsType<PushResult.Gone>(update).Reason, StringComparison.Ordinal);
        Assert.False(project.IssueOf(known).IsOpen);
    }

    [SkippableFact]
    public async Task An_issue_that_was_moved_to_where_we_cannot_see_is_gone()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.GitLab.Delete(project.GitLab.Move(project.IssueOf(known), "acme/secret"));

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);

        Assert.Contains("moved", Assert.IsType<TicketReading.Gone>(read).Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_project_that_is_hidden_from_us_is_no_vanished_ticket()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.GitLab.IsVisible = false;

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        Assert.Contains("access", Assert.IsType<TicketReading.Refused>(read).Reason, StringComparison.Ordinal);
        Assert.IsType<PushResult.Refused>(update);
    }

    [SkippableFact]
    public async Task What_a_guest_may_not_set_is_told()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System, m => m with { Assignee = "ann" });
        project.GitLab.AccessLevel = 10;

        var result = await project.Tracker.CreateAsync(MakeTicket.Another() with { DueOn = new DateOnly(2026, 4, 1) }, CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains(
            "the label patchbay, the label security, the label severity: high, the assignee ann, the due date",
            Assert.IsType<PushResult.Filed>(result).Note,
            StringComparison.Ordinal);
        Assert.Contains("planner", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_new_issue_has_the_type_the_date_and_the_person_that_were_asked_for()
    {
        await using var project = await GitLabProject.OpenAsync(
            TimeProvider.System,
            m => m with { Assignee = "ann", IssueType = "incident" },
            new Dictionary<string, string> { ["confidential"] = "true" });

        var result = await project.Tracker.CreateAsync(MakeTicket.Another() with { DueOn = new DateOnly(2026, 4, 1) }, CancellationToken.None);

        var filed = Assert.IsType<PushResult.Filed>(result);
        var issue = project.IssueOf(filed.Ticket);
        Assert.Null(filed.Note);
        Assert.Equal(("incident", "2026-04-01", true), (issue.Type, issue.DueOn, issue.IsConfidential));
        Assert.Equal([8], issue.Assignees);
    }

    [SkippableFact]
    public async Task A_person_that_is_not_there_is_told_and_the_ticket_filed()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System, m => m with { Assignee = "nobody" });

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Contains("the assignee nobody", Assert.IsType<PushResult.Filed>(result).Note, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Commands_in_a_scanners_text_are_not_carried_out()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var marker = MakeTicket.Another().Marker;
        TicketBlock[] hostile =
        [
            new TicketBlock.Prose("/close\n\n/close"), new TicketBlock.Code("```\n/close\n```\n/close", null), new TicketBlock.Heading("/close"),
            new TicketBlock.Facts([new("/close", "/close")]), new TicketBlock.Mark(marker),
        ];

        var result = await project.Tracker.CreateAsync(MakeTicket.Another() with { Body = new TicketBody(hostile) }, CancellationToken.None);
        var known = Assert.IsType<PushResult.Filed>(result).Ticket;
        await project.Tracker.CommentAsync(known, new TicketComment(marker, new TicketBody(hostile)), CancellationToken.None);

        Assert.True(project.IssueOf(known).IsOpen);
    }

    [SkippableFact]
    public async Task A_comment_is_looked_for_on_every_page()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.IssueOf(known).Notes.AddRange(Enumerable.Repeat("Noise.", 100).Append("Said as pb-0123456789ab."));

        await project.Tracker.CommentAsync(
            known, new TicketComment("pb-0123456789ab", new TicketBody([new TicketBlock.Mark("pb-0123456789ab")])), CancellationToken.None);

        Assert.Equal(101, project.IssueOf(known).Notes.Count);
    }

    [SkippableFact]
    public async Task Who_quotes_a_ticket_does_not_become_it()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        project.GitLab.Add(FakeGitLab.Project, "Same again", $"> as {ticket.Marker}");

        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [SkippableFact]
    public async Task A_change_that_leaves_the_issue_as_it_was_is_no_success()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(project.IsUpdate, 200, """{"iid":1,"state":"opened","web_url":"https://gitlab.example/1"}""");

        var result = await project.Tracker.UpdateAsync(
            known, MakeTicket.Another() with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);

        Assert.Contains("left the issue", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("issues_enabled", false, "switched off")]
    [InlineData("archived", true, "archived")]
    public async Task A_connection_test_says_what_to_change(string member, bool value, string words)
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        project.GitLab.ProjectSays[member] = value;

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, "patchbay"), (test.IsUsable, test.Account));
        Assert.Contains(words, Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_token_that_may_too_little_or_ends_soon_is_told()
    {
        var clock = new FakeTime(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
        await using var project = await GitLabProject.OpenAsync(clock);
        project.GitLab.Token = new { scopes = new[] { "read_api" }, expires_at = "2026-03-10" };

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.False(test.IsUsable);
        Assert.Equal(["The token needs the scope api.", "The token ends on 2026-03-10; make another in time."], test.Problems);
    }

    [SkippableTheory]
    [InlineData("""{"message":"404 Project Not Found"}""", "404 Project Not Found")]
    [InlineData("""{"message":{"title":["can't be blank","is odd"],"base":["No"]}}""", "title can't be blank; title is odd; No")]
    [InlineData("""{"error":"title is missing"}""", "title is missing")]
    [InlineData("""{"error":"invalid_token","error_description":"Token is expired."}""", "Token is expired")]
    public async Task GitLabs_words_are_shown_however_it_says_them(string body, string words)
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, 400, body);

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Equal($"GitLab refuses this (400): {words}.", Assert.IsType<PushResult.Refused>(result).Reason);
    }
}
