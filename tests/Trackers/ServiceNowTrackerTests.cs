using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract on a fake ServiceNow, and what is special about it.</summary>
public sealed class ServiceNowTrackerTests : HttpChangesContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await ServiceNowProject.OpenAsync(clock);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_or_a_login_lets_us_in_and_is_named(bool hasKey)
    {
        await using var project = await ServiceNowProject.OpenAsync(hasKey: hasKey);

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((true, "patchbay"), (test.IsUsable, test.Account));
    }

    [Fact]
    public async Task A_new_incident_has_its_marker_owner_group_impact_and_urgency()
    {
        await using var project = await ServiceNowProject.OpenAsync(change: m => m with { Assignee = "bob" });
        var ticket = MakeTicket.Another() with { DueOn = new DateOnly(2026, 4, 1), Fields = new Dictionary<string, string> { ["u_vector"] = "Network" } };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Null(filed.Note);
        var record = project.RecordOf(filed.Ticket);
        Assert.Equal(ticket.Marker, record["correlation_id"]);
        Assert.Equal("Patchbay", record["correlation_display"]);
        Assert.Equal(FakeServiceNow.GroupId, record["assignment_group"]);
        Assert.Equal(("2", "1"), (record["impact"], record["urgency"]));
        Assert.Equal((FakeServiceNow.BobId, "2026-04-01 00:00:00", "Network"), (record["assigned_to"], record["due_date"], record["u_vector"]));
        Assert.EndsWith($"as {ticket.Marker}. Please leave this line in place.", record["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_leaves_group_and_assignee_to_people_and_takes_the_mappings_priority()
    {
        await using var project = await ServiceNowProject.OpenAsync(
            change: m => m with { Priorities = new Dictionary<Severity, string> { [Severity.Low] = "3,2" } });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var record = project.RecordOf(known);
        (record["assignment_group"], record["assigned_to"]) = ("people", "ann");

        await project.Tracker.UpdateAsync(known, ticket with { Severity = Severity.Low }, CancellationToken.None);

        Assert.Equal(("people", "ann"), (record["assignment_group"], record["assigned_to"]));
        Assert.Equal(("3", "2"), (record["impact"], record["urgency"]));
    }

    [Fact]
    public async Task Columns_that_are_ignored_without_a_word_are_told()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        project.Now.ReadOnly.Add("urgency");
        var ticket = MakeTicket.Another() with { Fields = new Dictionary<string, string> { ["u_nonsense"] = "x", ["Cost centre"] = "y" } };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.StartsWith("ServiceNow left out the field Cost centre, the field urgency, the field u_nonsense: ", filed.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_gives_a_reason_and_words()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.FalsePositive }, CancellationToken.None);

        var record = project.RecordOf(known);
        Assert.Equal(("6", "No resolution provided"), (record["state"], record["close_code"]));
        Assert.Equal("Closed by Patchbay: the finding is a false positive.", record["close_notes"]);
    }

    [Fact]
    public async Task A_reason_that_nobody_gave_is_told_with_the_choices()
    {
        await using var project = await ServiceNowProject.OpenAsync(change: m => m with { Resolutions = new Dictionary<FindingState, string>() });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);

        var reason = Assert.IsType<PushResult.Refused>(result).Reason;
        Assert.Contains("The following fields are mandatory: Resolution code", reason, StringComparison.Ordinal);
        Assert.Contains("Name a reason for Fixed under resolutions in the mapping web: Solution provided, No resolution provided.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_only_work_leads_to_is_reached_through_it()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        project.Now.OnlyFrom["6"] = ["3"];
        project.Now.OnlyFrom["3"] = ["2"];
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false }, CancellationToken.None);

        Assert.IsType<PushResult.Filed>(result);
        Assert.Equal(["1", "2", "3", "6"], project.RecordOf(known).Path);
    }

    [Fact]
    public async Task A_state_that_is_never_taken_is_told_after_a_few_steps()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        project.Now.OnlyFrom["6"] = [];
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false }, CancellationToken.None);

        Assert.Contains("from New to Resolved and does not make it", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
        Assert.InRange(project.RecordOf(known).Path.Count, 1, 6);
    }

    [Fact]
    public async Task A_state_of_the_mapping_is_taken_by_value_or_label()
    {
        await using var project = await ServiceNowProject.OpenAsync(
            change: m => m with { Statuses = new Dictionary<FindingState, string> { [FindingState.Open] = "in progress", [FindingState.Fixed] = "7" } });
        var ticket = MakeTicket.Another();

        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false, State = FindingState.Fixed }, CancellationToken.None);

        Assert.Equal(["1", "2", "7"], project.RecordOf(known).Path);
    }

    [Fact]
    public async Task A_table_without_the_markers_column_is_not_taken_for_an_empty_one()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        await FileAsync(project);
        project.Now.Columns.Remove("correlation_id");

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains("has no column correlation_id", Assert.IsType<MarkerSearch.Refused>(found).Reason, StringComparison.Ordinal);
        Assert.False(test.IsUsable);
        Assert.Contains("does not show our account correlation_id", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_hidden_from_us_is_not_gone()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        project.RecordOf(known).IsHidden = true;

        var reading = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Contains("our account may not read it", Assert.IsType<TicketReading.Refused>(reading).Reason, StringComparison.Ordinal);
        Assert.IsType<MarkerSearch.Refused>(found);
    }

    [Fact]
    public async Task An_answer_that_was_broken_off_is_no_success()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var known = await FileAsync(project);
        project.Proxy.Answer(
            r => project.IsCreate(r) || project.IsUpdate(r),
            200,
            """{"result":{},"error":{"message":"Transaction cancelled: maximum execution time exceeded"},"status":"failure"}""");

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        Assert.Contains("maximum execution time", Assert.IsType<PushResult.Unknown>(create).Reason, StringComparison.Ordinal);
        Assert.IsType<PushResult.Later>(update);
    }

    [Fact]
    public async Task Another_table_brings_its_own_columns_and_states()
    {
        await using var project = await ServiceNowProject.OpenAsync(
            settings: [("impactField", "none"), ("urgencyField", "none"), ("doneStates", "7,6"), ("titleCharacters", "50")]);
        var ticket = MakeTicket.Another("A title that is longer than the fifty characters that this table has room for");

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));
        await project.Tracker.UpdateAsync(filed.Ticket, ticket with { IsOpen = false }, CancellationToken.None);

        var record = project.RecordOf(filed.Ticket);
        Assert.Null(filed.Note);
        Assert.Equal(50, record["short_description"].Length);
        Assert.Equal(("", ""), (record["impact"], record["urgency"]));
        Assert.Equal("7", record["state"]);
    }

    [Fact]
    public async Task A_connection_test_says_what_is_missing()
    {
        await using var project = await ServiceNowProject.OpenAsync(change: m => m with
        {
            Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "Nirvana" },
            Fields = new Dictionary<string, string> { ["Cost centre"] = "x" },
        });

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.True(test.IsUsable);
        Assert.Collection(
            test.Problems,
            p => Assert.Contains("incident has no state Nirvana; it has New (1), In Progress (2)", p, StringComparison.Ordinal),
            p => Assert.Contains("Cost centre is no column's name", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_that_is_not_there_and_a_closed_table_are_told()
    {
        await using var project = await ServiceNowProject.OpenAsync(change: m => m with { Project = "Nobody", Assignee = "ghost" });

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var missing = await project.Tracker.TestAsync(CancellationToken.None);
        project.Now.IsForbidden = true;
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains("There is no active group Nobody", Assert.IsType<PushResult.Refused>(create).Reason, StringComparison.Ordinal);
        Assert.Equal(["group Nobody", "user ghost"], missing.Problems.Select(p => p["There is no active ".Length..p.IndexOf(',', StringComparison.Ordinal)]));
        Assert.False(test.IsUsable);
        Assert.Contains("Failed API level ACL Validation", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_tells_its_states_reasons_and_priorities()
    {
        await using var project = await ServiceNowProject.OpenAsync();

        var reading = await project.Tracker.DescribeAsync(CancellationToken.None);

        var described = Assert.IsType<ProjectReading.Described>(reading).Project;
        Assert.Equal(["New", "In Progress", "On Hold", "Resolved", "Closed", "Canceled"], described.Statuses.Select(s => s.Name));
        Assert.Equal(["Solution provided", "No resolution provided"], described.Resolutions.Select(r => r.Name));
        Assert.Contains(new NamedChoice("2,1", "impact 2, urgency 1"), described.Priorities);
    }

    [Fact]
    public async Task A_state_is_read_with_its_label_and_the_trackers_clock()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var known = await FileAsync(project);
        project.RecordOf(known)["sys_updated_on"] = "2026-03-01 10:01:00";

        var reading = await project.Tracker.ReadAsync(known, CancellationToken.None);

        var seen = Assert.IsType<TicketReading.Seen>(reading).Ticket;
        Assert.Equal(new TrackerStatus("1", "New", StatusCategory.ToDo), seen.Status);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 1, 0, TimeSpan.Zero), seen.ChangedAt);
    }

    [Fact]
    public async Task Hostile_text_of_a_megabyte_is_filed_within_the_limits()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var ticket = MakeTicket.Another() with { Title = HostileText.Small, Body = HostileText.Megabyte() };

        var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None));

        Assert.Null(filed.Note);
        Assert.InRange(project.RecordOf(filed.Ticket)["description"].Length, 3_000, 4_000);
        Assert.DoesNotContain("[code]", project.RecordOf(filed.Ticket)["description"], StringComparison.Ordinal);
    }
}
