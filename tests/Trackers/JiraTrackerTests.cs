using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract on a fake Jira, and what is special about both editions.</summary>
public abstract class JiraTrackerTests(bool isCloud) : HttpChangesContract
{
    protected bool IsCloud => isCloud;

    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await JiraProject.OpenAsync(isCloud, clock);

    [SkippableFact]
    public async Task Every_request_is_one_that_Jira_describes()
    {
        var described = await PrismMock.SharedAsync(isCloud ? "jira-cloud-v3.openapi.json" : "jira-v2-derived.openapi.json");
        await using var project = await JiraProject.OpenAsync(isCloud, change: Rich);
        var ticket = MakeTicket.Another() with { Fields = Attributes, DueOn = new DateOnly(2026, 4, 1) };

        await project.Tracker.TestAsync(CancellationToken.None);
        await project.Tracker.DescribeAsync(CancellationToken.None);
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);
        await project.Tracker.CommentAsync(known, new TicketComment("pb-0123456789ab", new TicketBody([new TicketBlock.Mark("pb-0123456789ab")])), CancellationToken.None);
        await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);
        await project.Tracker.ReadAsync(await project.MissingAsync(), CancellationToken.None);

        Assert.InRange(project.Proxy.Requests.Count, 20, 50);
        Assert.Empty(await described.CheckAsync(project.Proxy.Requests));
    }

    [Fact]
    public async Task A_new_issue_carries_its_marker_as_label_property_and_last_line()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var ticket = MakeTicket.Another();

        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var issue = project.IssueOf(known);
        Assert.Contains(ticket.Marker, issue.Labels);
        Assert.Equal(ticket.Marker, issue.Properties["patchbay"]["marker"]!.GetValue<string>());
        Assert.Contains($"keeps this ticket in step as", (await project.ReadAsync(known)).Body[^120..], StringComparison.Ordinal);
        Assert.All(issue.Labels, l => Assert.DoesNotContain(' ', l));
    }

    [Fact]
    public async Task Fields_are_written_as_their_kind_wants_them_by_name_or_id()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: Rich);
        var ticket = MakeTicket.Another() with { Fields = Attributes, DueOn = new DateOnly(2026, 4, 1) };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Null(filed.Note);
        var fields = project.IssueOf(filed.Ticket).Fields;
        Assert.Equal("10001", fields["issuetype"]!["id"]!.GetValue<string>());
        Assert.Equal("2", fields["priority"]!["id"]!.GetValue<string>());
        Assert.Equal("7", fields["components"]![0]!["id"]!.GetValue<string>());
        Assert.Equal("90", fields["customfield_10050"]!["id"]!.GetValue<string>());
        Assert.Equal(9.8, fields["customfield_10052"]!.GetValue<double>());
        Assert.Equal("""["CVE-2026-1","CVE-2026-2"]""", fields["customfield_10053"]!.ToJsonString());
        Assert.Equal("2026-04-01", fields["duedate"]!.GetValue<string>());
        Assert.Equal("bob", fields["assignee"]![isCloud ? "accountId" : "name"]!.GetValue<string>());
        Assert.Equal(isCloud ? JsonValueKind.Object : JsonValueKind.String, fields["customfield_10051"]!.GetValueKind());
    }

    [Fact]
    public async Task An_update_leaves_assignee_and_components_to_people()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: Rich);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var issue = project.IssueOf(known);
        issue.Fields["assignee"] = new JsonObject { ["name"] = "ann" };
        issue.Fields["components"] = new JsonArray();

        await project.Tracker.UpdateAsync(known, ticket with { Severity = Severity.Low }, CancellationToken.None);

        Assert.Equal("ann", issue.Fields["assignee"]!["name"]!.GetValue<string>());
        Assert.Empty(issue.Fields["components"]!.AsArray());
        Assert.Equal("4", issue.Fields["priority"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_the_screen_does_not_offer_is_left_out_and_told()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => Rich(m) with { Components = ["Attic"] });
        project.Jira.Screen.Remove(project.Jira.Screen.First(f => f!["fieldId"]!.GetValue<string>() == "priority"));
        var ticket = MakeTicket.Another() with { Fields = new Dictionary<string, string> { ["Nonsense"] = "x", ["CVSS"] = "high" } };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Equal("Jira left out the priority High, the field Nonsense, the field CVSS, the component Attic.", filed.Note);
    }

    [Fact]
    public async Task A_field_that_Jira_refuses_does_not_keep_the_ticket_from_being_filed()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => m with { Assignee = "nobody" });
        project.Jira.Refused.Add("assignee");

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None));

        Assert.Contains("left out assignee (", filed.Note, StringComparison.Ordinal);
        Assert.Equal(1, await project.CountAsync());
    }

    [Fact]
    public async Task Labels_that_Jira_drops_are_told()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        project.Jira.Dropped.Add("security");

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None));

        Assert.Equal("Jira left out the label security.", filed.Note);
    }

    [Fact]
    public async Task A_ticket_walks_through_the_workflow_and_fills_in_the_resolution()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);

        var issue = project.IssueOf(known);
        Assert.Equal(["To Do", "In Progress", "In Review", "Done"], issue.Path);
        Assert.Equal("Done", issue.Fields["resolution"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_status_of_the_mapping_is_taken_by_id_or_name()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => m with
        {
            Statuses = new Dictionary<FindingState, string> { [FindingState.FalsePositive] = "rejected", [FindingState.Open] = "3" },
        });
        var ticket = MakeTicket.Another();

        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.FalsePositive }, CancellationToken.None);

        Assert.IsType<PushResult.Filed>(result);
        var issue = project.IssueOf(known);
        Assert.Equal(["To Do", "In Progress", "To Do", "Rejected"], issue.Path);
        Assert.Equal("Won't Do", issue.Fields["resolution"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_screen_that_asks_for_what_nobody_gave_is_told_with_its_choices()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => m with { Resolutions = new Dictionary<FindingState, string>() });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);

        var reason = Assert.IsType<PushResult.Refused>(result).Reason;
        Assert.Contains("To Done asks for a resolution (Done, Won't Do): name one for Fixed", reason, StringComparison.Ordinal);
        Assert.InRange(project.IssueOf(known).Path.Count, 2, 12);
    }

    [Fact]
    public async Task A_required_field_of_a_step_is_filled_from_the_mapping()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var steps = project.Jira.Workflow.Steps;
        steps[0] = steps[0] with { Required = "customfield_10051" };
        var ticket = MakeTicket.Another() with { Fields = new Dictionary<string, string> { ["customfield_10051"] = "Much" } };
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false }, CancellationToken.None);

        Assert.IsType<PushResult.Filed>(result);
    }

    [Fact]
    public async Task A_workflow_without_a_way_is_told_and_left_after_a_few_steps()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        project.Jira.Workflow.Steps.RemoveAll(s => s.To == FakeJiraWorkflow.Done || s.To == FakeJiraWorkflow.Rejected);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false }, CancellationToken.None);

        Assert.Contains("on no way from To Do", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
        Assert.InRange(project.IssueOf(known).Path.Count, 2, 12);
    }

    [Fact]
    public async Task A_moved_issue_is_followed_to_its_new_key()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var issue = project.IssueOf(known);
        issue.FormerKeys.Add(issue.Key);
        issue.Key = "OPS-7";

        var reading = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var result = await project.Tracker.UpdateAsync(known, ticket with { KeepsStatus = true }, CancellationToken.None);

        Assert.Equal("OPS-7", Assert.IsType<TicketReading.Seen>(reading).Ticket.Ticket.Key);
        Assert.Equal("OPS-7", Assert.IsType<PushResult.Filed>(result).Ticket.Key);
    }

    [Fact]
    public async Task A_project_that_is_hidden_from_us_is_no_vanished_ticket()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        project.Jira.Lacking.Add("BROWSE_PROJECTS");

        var reading = await project.Tracker.ReadAsync(await project.MissingAsync(), CancellationToken.None);

        Assert.Contains("may no longer browse it", Assert.IsType<TicketReading.Refused>(reading).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clone_does_not_become_the_ticket()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [Fact]
    public async Task A_connection_test_says_which_rights_names_and_fields_are_missing()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => Rich(m) with
        {
            Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "Nirvana" },
            Components = ["Attic"],
        });
        project.Jira.Lacking.Add("ADD_COMMENTS");
        project.Jira.Screen.Add(JsonSerializer.SerializeToNode(FakeJiraScreen.Field("customfield_10099", "Cost centre", "string", required: true)));

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, "Patch Bay"), (test.IsUsable, test.Account));
        Assert.Collection(
            test.Problems,
            p => Assert.Equal("Our account lacks the permission Add comments in SEC.", p),
            p => Assert.Contains("does not offer the component Attic", p, StringComparison.Ordinal),
            p => Assert.Contains("requires the field Cost centre", p, StringComparison.Ordinal),
            p => Assert.Contains("has no status Nirvana; it has To Do, In Progress", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_token_is_told()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        project.Proxy.Answer(_ => true, 401, "", "text/plain");

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.False(test.IsUsable);
        Assert.Equal("Jira does not accept our credentials (401).", Assert.Single(test.Problems));
    }

    [Fact]
    public async Task An_issue_type_that_is_not_there_is_told_with_those_that_are()
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => m with { IssueType = "Epic" });

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Equal("There is no issue type Epic in SEC; there are Bug.", Assert.IsType<PushResult.Refused>(result).Reason);
    }

    [Fact]
    public async Task A_project_tells_its_types_priorities_components_and_fields()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);

        var reading = await project.Tracker.DescribeAsync(CancellationToken.None);

        var described = Assert.IsType<ProjectReading.Described>(reading).Project;
        Assert.Equal([new NamedChoice("10001", "Bug")], described.IssueTypes);
        Assert.Equal(["Highest", "High", "Low"], described.Priorities.Select(p => p.Name));
        Assert.Equal(["Shop", "Till"], described.Components.Select(c => c.Name));
        Assert.Equal(["Done", "Won't Do"], described.Resolutions.Select(r => r.Name));
        Assert.Contains(described.Fields, f => f is { Id: "customfield_10050", Name: "Attack vector", IsRequired: false, Choices.Count: 2 });
        Assert.Equal([StatusCategory.ToDo, StatusCategory.InProgress, StatusCategory.InProgress, StatusCategory.Done, StatusCategory.Done], described.Statuses.Select(s => s.Category));
    }

    [Fact]
    public async Task Hostile_text_of_a_megabyte_is_filed_within_Jiras_limits()
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var ticket = MakeTicket.Another() with { Title = HostileText.Small, Body = HostileText.Megabyte() };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Null(filed.Note);
        Assert.InRange(project.IssueOf(filed.Ticket).Fields["description"]!.ToJsonString().Length, 20_000, 60_000);
    }

    protected static Dictionary<string, string> Attributes { get; } = new()
    {
        ["attack vector"] = "network",
        ["Impact"] = "Much *bold*",
        ["CVSS"] = "9.8",
        ["customfield_10053"] = "CVE-2026-1, CVE-2026-2",
    };

    protected static Mapping Rich(Mapping mapping) => mapping with
    {
        IssueType = "bug",
        Assignee = "bob",
        Components = ["shop"],
        Priorities = new Dictionary<Severity, string> { [Severity.High] = "High", [Severity.Low] = "4" },
    };
}
