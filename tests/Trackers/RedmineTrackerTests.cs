using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract on the real Redmine, and what is special about it.</summary>
public sealed class RedmineTrackerTests : HttpChangesContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await RedmineProject.OpenAsync(clock);

    [SkippableFact]
    public async Task A_ticket_walks_the_workflow_where_no_step_leads_there_at_once()
    {
        await using var project = await RedmineProject.OpenAsync(
            TimeProvider.System,
            m => m with { Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "closed" } },
            RedmineServer.Role.Stepper);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var closed = await project.Tracker.UpdateAsync(known, Fixed(ticket), CancellationToken.None);
        var path = await StatusesAsync(project, known);
        var reopened = await project.Tracker.UpdateAsync(known, ticket, CancellationToken.None);

        Assert.IsType<PushResult.Filed>(closed);
        Assert.Equal(["2", "3", "5"], path);
        Assert.IsType<PushResult.Filed>(reopened);
        Assert.Equal("4", (await StatusesAsync(project, known))[^1]);
    }

    [SkippableFact]
    public async Task A_status_that_the_role_cannot_reach_is_a_refusal_and_the_text_is_written_all_the_same()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System, role: RedmineServer.Role.Developer);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.CloseAsync(known);

        var result = await project.Tracker.UpdateAsync(known, ticket with { Title = "Seen again" }, CancellationToken.None);

        Assert.Contains("Closed", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
        var seen = await project.ReadAsync(known);
        Assert.Equal(("Seen again", false), (seen.Title, seen.IsOpen));
    }

    [SkippableFact]
    public async Task A_status_that_Redmine_passes_over_in_silence_is_no_success()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        project.Proxy.Answer(project.IsUpdate, 204, "");

        var result = await project.Tracker.UpdateAsync(known, Fixed(ticket), CancellationToken.None);

        Assert.Contains("as if done", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_a_mapping_names_is_found_by_name_also_before_the_first_ticket()
    {
        await using var project = await RedmineProject.OpenAsync(
            TimeProvider.System,
            m => m with
            {
                IssueType = "support",
                Assignee = "patch bay",
                Priorities = new Dictionary<Severity, string> { [Severity.High] = "immediate" },
                Statuses = new Dictionary<FindingState, string> { [FindingState.Open] = "in progress" },
            },
            settings: new Dictionary<string, string> { ["labelsField"] = "labels", ["markerField"] = "Patchbay ID" });
        var ticket = MakeTicket.Another() with
        {
            Fields = new Dictionary<string, string> { ["cvss score"] = "8.8" },
            DueOn = new DateOnly(2001, 2, 3),
        };

        var result = await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var filed = Assert.IsType<PushResult.Filed>(result);
        var issue = await project.IssueAsync(filed.Ticket);
        Assert.Null(filed.Note);
        Assert.Equal(
            ["Support", "Patch Bay", "Immediate", "In Progress"],
            ((string[])["tracker", "assigned_to", "priority", "status"]).Select(m => issue.GetProperty(m).GetProperty("name").GetString()));
        Assert.Equal("2001-02-03", issue.GetProperty("due_date").GetString());
        Assert.Equal(
            [ticket.Marker, "patchbay, security, severity: high", "8.8"],
            issue.GetProperty("custom_fields").EnumerateArray().Select(f => f.GetProperty("value").GetString()));
    }

    [SkippableFact]
    public async Task What_there_is_not_is_told_and_the_ticket_filed()
    {
        await using var project = await RedmineProject.OpenAsync(
            TimeProvider.System, m => m with { IssueType = "Epic", Components = ["Web"], Assignee = "nobody" });
        var ticket = MakeTicket.Another() with { Fields = new Dictionary<string, string> { ["Colour"] = "red" } };

        var result = await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var note = Assert.IsType<PushResult.Filed>(result).Note;
        Assert.Contains("the field Colour, the assignee nobody, the tracker Epic, the category Web", note, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Severity.Critical, 5)]
    [InlineData(Severity.Medium, 2)]
    [InlineData(Severity.Low, 1)]
    public async Task Severity_is_the_priority_that_a_fresh_Redmine_has_for_it(Severity severity, int priority)
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);

        await project.Tracker.UpdateAsync(known, MakeTicket.Another() with { Severity = severity }, CancellationToken.None);

        Assert.Equal(priority, (await project.IssueAsync(known)).GetProperty("priority").GetProperty("id").GetInt32());
    }

    [SkippableFact]
    public async Task A_moved_issue_is_the_same_ticket()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        await using var other = await RedmineProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.ChangeAsync(known, new { project_id = other.Identifier });

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, ticket with { Title = "After" }, CancellationToken.None);
        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<TicketReading.Seen>(read).Ticket.Ticket);
        Assert.IsType<PushResult.Filed>(update);
        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [SkippableFact]
    public async Task An_issue_that_we_may_no_longer_see_is_not_gone()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        var members = await project.Server.SendAsync(HttpMethod.Get, $"projects/{project.Identifier}/memberships.json", null);
        await project.Server.SendAsync(
            HttpMethod.Delete, $"memberships/{members.GetProperty("memberships")[0].GetProperty("id").GetInt32()}.json", null);

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.IsType<TicketReading.Refused>(read);
        Assert.IsType<PushResult.Refused>(update);
        Assert.Equal((false, "patchbay"), (test.IsUsable, test.Account));
        Assert.Contains("not let into it", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_wrong_address_is_no_vanished_ticket()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, 404, "");

        Assert.IsType<TicketReading.Refused>(await project.Tracker.ReadAsync(known, CancellationToken.None));
        Assert.IsType<PushResult.Refused>(await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_server_that_passes_over_the_filter_is_not_taken_for_not_there()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsSearch, 200, """{"issues":[{"id":1,"description":"another"}]}""");

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<MarkerSearch.Refused>(found);
    }

    [SkippableFact]
    public async Task Who_quotes_a_ticket_does_not_become_it()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Server.SendAsync(
            HttpMethod.Post,
            "issues.json",
            new { issue = new { project_id = project.Identifier, subject = "Same again", description = $"> as {ticket.Marker}" } });

        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [SkippableFact]
    public async Task A_connection_test_says_what_to_change()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System, settings: new Dictionary<string, string>());
        await project.Server.SendAsync(
            HttpMethod.Put, $"projects/{project.Identifier}.json", new { project = new { enabled_module_names = new[] { "wiki" } } });

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, "patchbay"), (test.IsUsable, test.Account));
        Assert.Contains(test.Problems, p => p.Contains("switched off", StringComparison.Ordinal));
        Assert.Contains(test.Problems, p => p.Contains("labelsField", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_connection_test_never_shows_the_key_that_Redmine_answers_with()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(r => r.Path == "/roles/3.json", 200, """{"role":{"permissions":["view_issues","add_issues","edit_issues"]}}""");

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains("add notes", Assert.Single(test.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(project.Secret, JsonSerializer.Serialize(test), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_project_says_what_a_mapping_can_name()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        await FileAsync(project);

        var reading = await project.Tracker.DescribeAsync(CancellationToken.None);

        var described = Assert.IsType<ProjectReading.Described>(reading).Project;
        Assert.Equal(["Bug", "Feature", "Support"], described.IssueTypes.Select(t => t.Name));
        Assert.Equal(["Immediate", "Urgent", "High", "Normal", "Low"], described.Priorities.Select(p => p.Name));
        Assert.Equal(
            [("New", StatusCategory.ToDo), ("In Progress", StatusCategory.InProgress), ("Closed", StatusCategory.Done)],
            described.Statuses.Where(s => s.Id is "1" or "2" or "5").Select(s => (s.Name, s.Category)));
        Assert.Equal(["Patchbay ID", "Labels", "CVSS score"], described.Fields.Select(f => f.Name));
    }

    [SkippableTheory]
    [InlineData("textile")]
    [InlineData("markdown")]
    public async Task On_Redmines_own_page_hostile_text_is_only_text_and_notifies_nobody(string format)
    {
        await using var project = await RedmineProject.OpenAsync(
            TimeProvider.System, settings: new Dictionary<string, string> { ["textFormat"] = format });
        var sent = project.Tracker.Preview(MakeTicket.Another() with { Body = HostileText.Body() });

        var (html, notified) = await project.Server.PageAsync(sent.Body, format);

        Assert.Equal(format, sent.Dialect);
        Assert.Empty(notified);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1", html, StringComparison.Ordinal);
        Assert.Equal(
            ["https://cwe.mitre.org", "https://example.com", "https://example.com"],
            html.Split("href=\"").Skip(1).Where(h => h[0] != '#').Select(h => new Uri(h[..h.IndexOf('"', StringComparison.Ordinal)]).GetLeftPart(UriPartial.Authority)));
        Assert.Contains($"<code>{HostileText.Marker}</code>", html, StringComparison.Ordinal);
    }

    private static Ticket Fixed(Ticket ticket) => ticket with { IsOpen = false, State = FindingState.Fixed };

    private static async Task<List<string?>> StatusesAsync(RedmineProject project, TicketRef known) =>
        [.. (await project.IssueAsync(known)).GetProperty("journals").EnumerateArray()
            .SelectMany(j => j.GetProperty("details").EnumerateArray())
            .Where(d => d.GetProperty("name").GetString() == "status_id")
            .Select(d => d.GetProperty("new_value").GetString())];
}
