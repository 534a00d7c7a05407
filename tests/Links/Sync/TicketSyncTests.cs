using Patchbay.Audit;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Sync;

/// <summary>What people do in the tracker arrives at the finding, and what happens to the finding arrives there, once each.</summary>
public sealed class TicketSyncTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_ticket_that_somebody_closed_closes_its_finding_and_nothing_is_written_back()
    {
        var (bench, name) = await LinkedAsync();
        Set(bench, isOpen: false);

        await LookAsync(bench);
        await FollowAsync(bench, name);

        var finding = await bench.FindingAsync(name);
        Assert.Equal((FindingState.Fixed, "pb-1 was set to Closed."), (finding.State, finding.StateReason));
        Assert.Equal(["create pb-1"], bench.Tracker.Calls);
        Assert.Equal("Closed", (await bench.LinkAsync(name)).Seen?.Status.Name);
        var entry = Assert.Single(await HistoryAsync(bench, name), e => e.Who == "tracker:board");
        Assert.Equal(("open", "fixed"), (Before(entry), After(entry)));
    }

    [Fact]
    public async Task A_resolution_that_the_mapping_names_accepts_the_risk_for_its_days()
    {
        var (bench, name) = await LinkedAsync(new MappingSync
        {
            Resolutions = new Dictionary<string, FindingState> { ["won't do"] = FindingState.RiskAccepted },
            AcceptDays = 30,
        });
        Set(bench, isOpen: false, resolution: "Won't Do");

        await LookAsync(bench);

        var finding = await bench.FindingAsync(name);
        Assert.Equal((FindingState.RiskAccepted, bench.Clock.GetUtcNow().AddDays(30)), (finding.State, finding.AcceptedUntil));
    }

    [Fact]
    public async Task A_finding_that_a_scan_still_sees_opens_the_ticket_that_somebody_closed()
    {
        var (bench, name) = await LinkedAsync();
        await CloseAsync(bench, name);

        await ReappearAsync(bench, name);

        Assert.Equal(["create pb-1", "update pb-1 open", "comment pb-1"], bench.Tracker.Calls);
        Assert.Equal(
            ["decide on finding by tracker:board", "file ticket by patchbay", "open ticket again by patchbay"],
            (await HistoryAsync(bench, name)).Select(e => $"{e.What} by {e.Who}").Order());
    }

    [Theory]
    [InlineData(ReopenBehaviour.Comment, "create pb-1|update pb-1 keep|comment pb-1")]
    [InlineData(ReopenBehaviour.Leave, "create pb-1|update pb-1 keep")]
    public async Task Or_it_is_told_or_left_as_the_mapping_says(ReopenBehaviour reopen, string calls)
    {
        var (bench, name) = await LinkedAsync(new MappingSync { Reopen = reopen });
        await CloseAsync(bench, name);

        await ReappearAsync(bench, name);
        await LookAsync(bench);
        await FollowAsync(bench, name);

        Assert.Equal(calls, string.Join('|', bench.Tracker.Calls));
        Assert.Equal(FindingState.Open, (await bench.FindingAsync(name)).State);
        Assert.Equal("wrong-state", Assert.Single(await bench.Drifts.ListAsync(null, None).ToListAsync()).Kind);
    }

    [Fact]
    public async Task A_push_merges_a_closing_that_nobody_told_of_before_it_writes()
    {
        var (bench, name) = await LinkedAsync(new MappingSync
        {
            Statuses = new Dictionary<string, FindingState> { ["Rejected"] = FindingState.FalsePositive },
        });
        Set(bench, isOpen: false, status: "Rejected");
        await bench.TurnAsync(name, FindingState.Fixed);

        await FollowAsync(bench, name);

        Assert.Equal(["create pb-1"], bench.Tracker.Calls);
        Assert.Equal(FindingState.FalsePositive, (await bench.FindingAsync(name)).State);
        var conflict = await bench.Decisions.HistoryOf("shop", name.FindingKey, None).FirstAsync(e => e.What == "settle a conflict");
        Assert.Equal("pb-1 says Rejected, the finding was fixed; both had changed, and the ticket counts.", conflict.Reason);
    }

    [Fact]
    public async Task Where_the_finding_counts_its_push_wins_and_the_other_change_is_noted()
    {
        var (bench, name) = await LinkedAsync(new MappingSync
        {
            Status = FieldOwner.Patchbay,
            Statuses = new Dictionary<string, FindingState> { ["Rejected"] = FindingState.FalsePositive },
        });
        Set(bench, isOpen: false, status: "Rejected");
        await bench.TurnAsync(name, FindingState.RiskAccepted);

        await FollowAsync(bench, name);

        Assert.Equal(["create pb-1", "update pb-1 close", "comment pb-1"], bench.Tracker.Calls);
        Assert.Equal(FindingState.RiskAccepted, (await bench.FindingAsync(name)).State);
        var conflict = await bench.Decisions.HistoryOf("shop", name.FindingKey, None).FirstAsync(e => e.What == "settle a conflict");
        Assert.EndsWith("and the finding counts.", conflict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_without_meaning_is_shown_and_changes_nothing()
    {
        var (bench, name) = await LinkedAsync(new MappingSync { Unmapped = UnmappedStatus.Keep });
        Set(bench, isOpen: false, status: "Limbo");

        await LookAsync(bench);

        Assert.Equal(FindingState.Open, (await bench.FindingAsync(name)).State);
        Assert.Equal("Limbo", (await bench.LinkAsync(name)).Seen?.Status.Name);
        Assert.Contains("Limbo", Assert.Single(await bench.Drifts.ListAsync(null, None).ToListAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_a_ticket_and_its_labels_are_taken_from_it_and_written_to_it()
    {
        var (bench, name) = await LinkedAsync();
        Set(bench, isOpen: true, assignee: "kim", labels: ["team-a", "severity: high"]);
        await LookAsync(bench);
        var taken = (await bench.LinkAsync(name)).Fields;

        await bench.Actions.SetFieldsAsync(name, new LinkFields("lee", ["team-b"]), "person", None);
        await bench.DrainAsync();
        await bench.DrainAsync();

        Assert.Equal(("kim", "team-a"), (taken?.Assignee, Assert.Single(taken!.Labels)));
        var wish = Assert.Single(bench.Tracker.Updates);
        Assert.Equal(("lee", false, true), (wish.Assignee, wish.KeepsAssignee, wish.KeepsPriority));
        Assert.Contains("team-b", wish.Labels);
        Assert.Equal(["team-a"], wish.FormerLabels);
    }

    [Fact]
    public async Task A_priority_that_somebody_changes_is_the_findings_severity_where_the_mapping_says_so()
    {
        var (bench, name) = await LinkedAsync(new MappingSync { Severity = FieldOwner.Tracker });
        Set(bench, isOpen: true, labels: ["severity: high"]);
        await LookAsync(bench);

        Set(bench, isOpen: true, labels: ["severity: low"]);
        await LookAsync(bench);
        await LookAsync(bench);

        var finding = await bench.FindingAsync(name);
        Assert.Equal((Severity.Low, "tracker:board"), (finding.Finding.Rating.Value, finding.SeverityDecision?.Who));
        Assert.Equal(Severity.Low, (await bench.LinkAsync(name)).Agreed?.Severity);
        Assert.Single(await HistoryAsync(bench, name), e => e.Who == "tracker:board");
    }

    [Fact]
    public async Task A_second_look_writes_nothing()
    {
        var (bench, name) = await LinkedAsync();
        Set(bench, isOpen: false);
        await LookAsync(bench);
        var before = await bench.Links.FindAsync(name, None);

        await LookAsync(bench);

        Assert.Equal(before?.Version, (await bench.Links.FindAsync(name, None))?.Version);
        Assert.Single(await HistoryAsync(bench, name), e => e.Who == "tracker:board");
    }

    private static async Task<(LaneBench Bench, LinkRef Name)> LinkedAsync(MappingSync? sync = null)
    {
        var bench = await new LaneBench().ConnectedAsync(mapping => mapping with { Sync = sync ?? new MappingSync() });
        var name = await bench.WishAsync();
        await bench.DrainAsync();
        return (bench, name);
    }

    // What people set in the tracker stands until we write.
    private static void Set(
        LaneBench bench, bool isOpen, string? status = null, string? resolution = null, string? assignee = null, string[]? labels = null) =>
        bench.Tracker.Readings["pb-1"] = new TicketReading.Seen(new TicketSnapshot(
            new TicketRef("scripted", "pb-1", "https://tracker.example/pb-1"),
            "Flaw",
            new TrackerStatus(status ?? (isOpen ? "1" : "2"), status ?? (isOpen ? "Open" : "Closed"), isOpen ? StatusCategory.ToDo : StatusCategory.Done))
        {
            Resolution = resolution,
            Assignee = assignee,
            Labels = labels ?? [],
            Severity = SeveritySigns.OfLabels(new Mapping("issues", "board", "project"), labels ?? []),
        });

    private static async Task<List<AuditEntry>> HistoryAsync(LaneBench bench, LinkRef name) =>
        await bench.Decisions.HistoryOf("shop", name.FindingKey, None).ToListAsync();

    private static async Task LookAsync(LaneBench bench)
    {
        await bench.Desk.WantAsync("board", ["pb-1"], [], None);
        await bench.Syncs.RunAsync(new SyncWork("board", "pb-1"), None);
    }

    // What an evaluation does to the link when its finding's state has changed.
    private static async Task FollowAsync(LaneBench bench, LinkRef name)
    {
        var state = (await bench.FindingAsync(name)).State;
        await bench.ChangeAsync(name, link => link with { WantsOpen = state is FindingState.Open or FindingState.Absent });
        await bench.DrainAsync();
    }

    private static async Task CloseAsync(LaneBench bench, LinkRef name)
    {
        Set(bench, isOpen: false);
        await LookAsync(bench);
        await FollowAsync(bench, name);
    }

    private static async Task ReappearAsync(LaneBench bench, LinkRef name)
    {
        await bench.TurnAsync(name, FindingState.Open);
        await FollowAsync(bench, name);
    }

    private static string? Before(AuditEntry entry) => entry.Before?.GetProperty("state").GetString();

    private static string? After(AuditEntry entry) => entry.After?.GetProperty("state").GetString();
}
