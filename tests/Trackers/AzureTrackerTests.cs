using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract on a fake Azure DevOps, and what is special about Boards.</summary>
public sealed class AzureTrackerTests : HttpChangesContract
{
    private static readonly Dictionary<string, string> Attributes = new() { ["attack vector"] = "network", ["Custom.Cvss"] = "9.8" };

    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await AzureProject.OpenAsync(clock);

    [SkippableFact]
    public async Task Every_request_is_one_that_Azure_DevOps_describes()
    {
        var described = await PrismMock.SharedAsync("azure-devops-7.1.swagger.json");
        await using var project = await AzureProject.OpenAsync(change: Rich);
        var ticket = MakeTicket.Another() with { Fields = Attributes, DueOn = new DateOnly(2026, 4, 1) };

        await project.Tracker.TestAsync(CancellationToken.None);
        await project.Tracker.DescribeAsync(CancellationToken.None);
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);
        await project.Tracker.CommentAsync(known, new TicketComment("pb-0123456789ab", new TicketBody([new TicketBlock.Mark("pb-0123456789ab")])), CancellationToken.None);
        await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);
        await project.Tracker.ReadAsync(await project.MissingAsync(), CancellationToken.None);

        Assert.InRange(project.Described().Count(), 15, 40);
        Assert.Empty(await described.CheckAsync(project.Described()));
    }

    [SkippableTheory]
    [InlineData("POST", "/acme/Web%20shop/_apis/wit/workitems/$Bug?api-version=7.1", """{"op":"add"}""", 1)]
    [InlineData("POST", "/acme/Web%20shop/_apis/wit/workitems/$Bug?api-version=7.1", """[{"op":"set","path":"/fields/System.Title","value":"x"}]""", 1)]
    [InlineData("GET", "/acme/Web%20shop/_apis/wit/workitem/1?api-version=7.1", "", 1)]
    [InlineData("GET", "/acme/Web%20shop/_apis/wit/workitems/1?api-version=7.1", "", 0)]
    public async Task A_request_that_Azure_DevOps_does_not_describe_is_noticed(string method, string target, string body, int mistakes)
    {
        var described = await PrismMock.SharedAsync("azure-devops-7.1.swagger.json");
        var headers = new Dictionary<string, string> { ["Authorization"] = "Basic OmE=", ["Content-Type"] = AzureApiType };

        var found = await described.CheckAsync([new FaultProxy.Seen(method, target, headers, body)]);

        Assert.Equal(mistakes, found.Count);
    }

    [Fact]
    public async Task Every_call_names_the_version_and_asks_for_no_sign_in_page()
    {
        await using var project = await AzureProject.OpenAsync();

        await FileAsync(project);

        Assert.All(project.Proxy.Requests, r =>
        {
            Assert.Contains("api-version=7.1", r.Target, StringComparison.Ordinal);
            Assert.Equal("Suppress", r.Headers["X-TFS-FedAuthRedirect"]);
        });
        var create = project.Proxy.Requests.Single(r => r.Method == "POST");
        Assert.StartsWith(AzureApiType, create.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.StartsWith("/acme/Web%20shop/_apis/wit/workitems/$Bug?", create.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_bug_shows_its_text_where_the_form_does_and_has_severity_priority_and_marker()
    {
        await using var project = await AzureProject.OpenAsync();
        var ticket = MakeTicket.Another();

        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var item = project.ItemOf(known);
        Assert.Contains(ticket.Marker, item.Tags);
        Assert.Contains("severity: high", item.Tags);
        Assert.Equal("2 - High", item.Fields["Microsoft.VSTS.Common.Severity"]!.GetValue<string>());
        Assert.Equal("2", item.Fields["Microsoft.VSTS.Common.Priority"]!.GetValue<string>());
        Assert.False(item.Fields.ContainsKey("System.Description"));
        Assert.EndsWith($"<code>{ticket.Marker}</code>. Please leave this line in place.</p>", item.Fields["Microsoft.VSTS.TCM.ReproSteps"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_area_and_assignee_are_those_of_the_mapping()
    {
        await using var project = await AzureProject.OpenAsync(change: Rich);
        var ticket = MakeTicket.Another() with { Fields = Attributes, DueOn = new DateOnly(2026, 4, 1) };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Null(filed.Note);
        var fields = project.ItemOf(filed.Ticket).Fields;
        Assert.Equal("Network", fields["Custom.Vector"]!.GetValue<string>());
        Assert.Equal("9.8", fields["Custom.Cvss"]!.GetValue<string>());
        Assert.Equal("Web shop\\Till", fields["System.AreaPath"]!.GetValue<string>());
        Assert.Equal("bob@example.com", fields["System.AssignedTo"]!.GetValue<string>());
        Assert.Equal("1", fields["Microsoft.VSTS.Common.Priority"]!.GetValue<string>());
        Assert.False(fields.ContainsKey("Microsoft.VSTS.Common.Severity"));
        Assert.Equal("2026-04-01T00:00:00Z", fields["Microsoft.VSTS.Scheduling.DueDate"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_the_type_does_not_have_is_left_out_and_told()
    {
        await using var project = await AzureProject.OpenAsync(change: m => m with { Priorities = new Dictionary<Severity, string> { [Severity.High] = "P1" } });
        project.Azure.Process.Dropped.Add("security");
        var ticket = MakeTicket.Another() with { Fields = new Dictionary<string, string> { ["Nonsense"] = "x", ["Attack vector"] = "Moon" } };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Equal("Azure DevOps left out the priority P1, the field Nonsense, the field Attack vector, the tag security.", filed.Note);
    }

    [Fact]
    public async Task A_ticket_walks_through_the_states_of_its_process()
    {
        await using var project = await AzureProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);

        Assert.Equal(["New", "Active", "Resolved", "Closed"], project.ItemOf(known).Path);
    }

    [Fact]
    public async Task A_state_and_a_reason_of_the_mapping_are_taken()
    {
        await using var project = await AzureProject.OpenAsync(change: m => m with
        {
            Statuses = new Dictionary<FindingState, string> { [FindingState.FalsePositive] = "removed" },
            Resolutions = new Dictionary<FindingState, string> { [FindingState.FalsePositive] = "Not a bug" },
        });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.FalsePositive }, CancellationToken.None);

        Assert.Equal(["New", "Removed"], project.ItemOf(known).Path);
        Assert.Equal("Not a bug", project.ItemOf(known).Fields["System.Reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_rule_that_forbids_the_state_is_told_in_the_services_words()
    {
        await using var project = await AzureProject.OpenAsync();
        project.Azure.Process.Ruled.Add("Closed");
        project.Azure.Process.Ruled.Add("Removed");
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false }, CancellationToken.None);

        var reason = Assert.IsType<PushResult.Refused>(result).Reason;
        Assert.Contains("from New to Closed on no way", reason, StringComparison.Ordinal);
        Assert.Contains("TF401320: Rule Error for field State", reason, StringComparison.Ordinal);
        Assert.InRange(project.ItemOf(known).Path.Count, 2, 12);
    }

    [Fact]
    public async Task Somebody_who_changes_the_item_at_the_same_time_loses_nothing()
    {
        await using var project = await AzureProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var rivals = 1;
        project.Proxy.Before = async context =>
        {
            if (context.Request.Method == "PATCH" && rivals-- > 0)
            {
                await project.AddLabelAsync(known, "team-red");
            }

            return false;
        };

        var result = await project.Tracker.UpdateAsync(known, ticket with { Title = "After" }, CancellationToken.None);

        Assert.Equal("After", (await project.ReadAsync(known)).Title);
        Assert.IsType<PushResult.Filed>(result);
        Assert.Contains("team-red", project.ItemOf(known).Tags);
    }

    [Fact]
    public async Task A_wait_asked_for_in_a_success_holds_the_lane()
    {
        var clock = new FakeTime(DateTimeOffset.UtcNow);
        await using var project = await AzureProject.OpenAsync(clock);
        project.Proxy.Answer(r => r.Path.Value!.EndsWith("/workitemtypes", StringComparison.Ordinal), 200, """{"value":[]}""", "application/json", ("Retry-After", "20"));
        await project.Tracker.DescribeAsync(CancellationToken.None);
        project.Proxy.Before = null;

        var early = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(21));
        var late = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        var later = Assert.IsType<PushResult.Later>(early);
        Assert.Equal((true, TimeSpan.FromSeconds(20)), (later.HoldsLane, later.After));
        Assert.IsType<PushResult.Filed>(late);
    }

    [Fact]
    public async Task A_moved_item_is_followed_to_its_project()
    {
        await using var project = await AzureProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var item = project.ItemOf(known);
        item.Project = "Elsewhere";
        project.Azure.Others.Add("Elsewhere");

        var reading = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var result = await project.Tracker.UpdateAsync(known, ticket with { Title = "Moved" }, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<TicketReading.Seen>(reading).Ticket.Ticket);
        Assert.IsType<PushResult.Filed>(result);
        Assert.Equal("Moved", item.Fields["System.Title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_project_that_is_hidden_from_us_is_no_vanished_ticket()
    {
        await using var project = await AzureProject.OpenAsync();
        var known = await FileAsync(project);
        project.Azure.IsHidden = true;

        var reading = await project.Tracker.ReadAsync(known, CancellationToken.None);

        Assert.Contains("no longer has access", Assert.IsType<TicketReading.Refused>(reading).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_does_not_become_the_ticket()
    {
        await using var project = await AzureProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [Fact]
    public async Task A_connection_test_tries_a_work_item_without_making_it()
    {
        await using var project = await AzureProject.OpenAsync(change: m => m with
        {
            Fields = new Dictionary<string, string> { ["Nonsense"] = "{cve}", ["Attack vector"] = "{component}" },
            Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "Nirvana" },
        });
        project.Azure.Process.Fields.Add(("Custom.Cost", "Cost centre", true, []));
        var vector = project.Azure.Process.Fields.FindIndex(f => f.Id == "Custom.Vector");
        project.Azure.Process.Fields[vector] = project.Azure.Process.Fields[vector] with { IsRequired = true };

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, "Patch Bay"), (test.IsUsable, test.Account));
        Assert.Collection(
            test.Problems,
            p => Assert.Contains("has no field Nonsense", p, StringComparison.Ordinal),
            p => Assert.Contains("has no state Nirvana; it has New, Active", p, StringComparison.Ordinal),
            p => Assert.Contains("Rule Error for field Cost centre", p, StringComparison.Ordinal));
        Assert.Equal(0, await project.CountAsync());
    }

    [Theory]
    [InlineData(203)]
    [InlineData(302)]
    public async Task A_sign_in_page_is_told_as_a_bad_token(int status)
    {
        await using var project = await AzureProject.OpenAsync();
        project.Proxy.Answer(_ => true, status, "<html>Sign in</html>", "text/html", ("Location", "https://login.example/"));

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal("Azure DevOps asks to sign in: the token is wrong, has run out or was revoked.", Assert.Single(test.Problems));
    }

    [Fact]
    public async Task A_project_tells_its_types_areas_priorities_and_fields()
    {
        await using var project = await AzureProject.OpenAsync();

        var reading = await project.Tracker.DescribeAsync(CancellationToken.None);

        var described = Assert.IsType<ProjectReading.Described>(reading).Project;
        Assert.Equal(["Bug", "Task"], described.IssueTypes.Select(t => t.Name));
        Assert.Equal(["Web shop", "Web shop\\Till"], described.Components.Select(c => c.Name));
        Assert.Equal(["New", "Active", "Resolved", "Closed", "Removed"], described.Statuses.Select(s => s.Name));
        Assert.Equal(8, described.Priorities.Count);
        Assert.Contains(described.Fields, f => f is { Id: "System.Title", IsRequired: true });
    }

    [Fact]
    public async Task Hostile_text_of_a_megabyte_is_filed_within_the_limits()
    {
        await using var project = await AzureProject.OpenAsync();
        var ticket = MakeTicket.Another() with { Title = HostileText.Small, Body = HostileText.Megabyte() };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.InRange(project.ItemOf(filed.Ticket).Fields["Microsoft.VSTS.TCM.ReproSteps"]!.GetValue<string>().Length, 900_000, 1_000_000);
    }

    private static string AzureApiType => "application/json-patch+json";

    private static Mapping Rich(Mapping mapping) => mapping with
    {
        IssueType = "bug",
        Assignee = "bob@example.com",
        Components = ["Till"],
        Priorities = new Dictionary<Severity, string> { [Severity.High] = "1" },
    };
}
