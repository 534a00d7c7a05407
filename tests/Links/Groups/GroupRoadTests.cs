using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Storage;
using Patchbay.Tickets;

namespace Patchbay.Tests.Links.Groups;

/// <summary>From findings of many partitions to the one ticket that they share.</summary>
public sealed class GroupRoadTests
{
    [Fact]
    public async Task A_thousand_findings_judged_in_sixteen_shards_at_once_get_exactly_one_ticket()
    {
        var bench = await GroupBench.StartAsync();
        await bench.StoreAsync([.. Enumerable.Range(1, 1_000).Select(n => GroupBench.Finding(n, n == 500 ? Severity.Critical : Severity.High))]);

        await Task.WhenAll(Enumerable.Range(0, FindingBook.Shards).Select(shard => Task.Run(() => bench.EvaluateAsync(shard))));
        await bench.Lane.DrainAsync();

        Assert.Equal($"create {GroupBench.Ticket}", Assert.Single(bench.Lane.Tracker.Calls));
        Assert.Equal(1_000, (await bench.MembersAsync()).Count);
        Assert.Equal(1_000, (await bench.Lane.Groups.CountAsync(bench.Group, CancellationToken.None))!.Open);
        Assert.Equal((Severity.Critical, "[Critical] r1: 1,000 findings"), (bench.Shared.Severity, bench.Shared.Title));
        Assert.Contains("and 900 more", bench.Text, StringComparison.Ordinal);
        Assert.Empty(await NotesAsync(bench));
    }

    [Fact]
    public async Task The_ticket_is_closed_with_the_last_and_opened_by_the_next()
    {
        var bench = await GroupBench.StartAsync();
        await bench.ScanAsync(GroupBench.Finding(1), GroupBench.Finding(2));

        await bench.ScanAsync(GroupBench.Finding(1, state: FindingState.Fixed));
        await bench.ScanAsync(GroupBench.Finding(2, state: FindingState.FalsePositive));
        await bench.ScanAsync(GroupBench.Finding(3));

        Assert.Equal(
            [
                "create pb-group", "update pb-group keep", "update pb-group close", "comment pb-group", "update pb-group open", "comment pb-group",
            ],
            bench.Lane.Tracker.Calls);
        Assert.Contains("✓ High: src/page1.cs:1, fixed", bench.Text, StringComparison.Ordinal);
        Assert.Contains("✓ High: src/page2.cs:2, a false positive", bench.Text, StringComparison.Ordinal);
        Assert.Contains("One open finding of the rule `r1`", bench.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_news_changes_nothing()
    {
        var bench = await GroupBench.StartAsync();
        var finding = GroupBench.Finding(1);
        await bench.ScanAsync(finding);
        var old = (await bench.LinkAsync(finding)).Membership!;
        var stale = new GroupNote(
            old.GroupKey, "issues", old.Group, finding.Key, old.Stamp, (await bench.MembersAsync()).Single(), MayUpdate: true);
        bench.Lane.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.ScanAsync(finding with { State = FindingState.Fixed });

        await bench.Lane.Groups.TellAsync(bench.Group, [stale], CancellationToken.None);

        Assert.Equal(FindingState.Fixed, (await bench.MembersAsync()).Single().State);
        Assert.False((await bench.Lane.LinkAsync(bench.Group)).WantsOpen);
    }

    [Fact]
    public async Task News_that_a_killed_process_left_are_carried_by_the_next_evaluation()
    {
        var bench = await GroupBench.StartAsync();
        await bench.StoreAsync(GroupBench.Finding(1), GroupBench.Finding(2));
        bench.Lane.Store.BeforeCommit = (partition, _) =>
        {
            if (partition == bench.Group.Partition)
            {
                throw new IOException("killed");
            }
        };
        await Assert.ThrowsAsync<IOException>(() => bench.EvaluateAsync(1));
        bench.Lane.Store.BeforeCommit = null;

        await bench.EvaluateAsync(1);
        await bench.EvaluateAsync(2);
        await bench.Lane.DrainAsync();

        Assert.Equal(2, (await bench.MembersAsync()).Count);
        Assert.Equal(["create pb-group"], bench.Lane.Tracker.Calls);
    }

    [Theory]
    [InlineData(TicketGrouping.Rule, TicketGrouping.None)]
    [InlineData(TicketGrouping.None, TicketGrouping.Rule)]
    public async Task A_finding_keeps_the_ticket_that_it_has_when_the_grouping_changes(TicketGrouping before, TicketGrouping after)
    {
        var bench = await GroupBench.StartAsync(before);
        var (first, second) = (GroupBench.Finding(1), GroupBench.Finding(2));
        foreach (var finding in new[] { first, second })
        {
            bench.Lane.Tracker.Names[TicketMarker.For("shop", finding.Key, "issues")] = $"pb-{finding.Key[^1]}";
        }

        await bench.ScanAsync(first);
        await bench.AssignAsync(after);
        await bench.ScanAsync(first with { State = FindingState.Fixed }, second);

        Assert.Equal(2, bench.Lane.Tracker.Tickets.Count);
        Assert.Equal(before == TicketGrouping.Rule, (await bench.LinkAsync(first)).State == LinkState.Grouped);
        Assert.Equal(after == TicketGrouping.Rule, (await bench.LinkAsync(second)).State == LinkState.Grouped);
        Assert.False(bench.Lane.Tracker.Tickets[before == TicketGrouping.Rule ? GroupBench.Ticket : "pb-1"].IsOpen);
    }

    [Fact]
    public async Task A_wish_that_was_never_sent_joins_the_group()
    {
        var bench = await GroupBench.StartAsync(TicketGrouping.None);
        var finding = GroupBench.Finding(1);
        await bench.StoreAsync(finding);
        await bench.EvaluateAsync(1);
        await bench.AssignAsync(TicketGrouping.Rule);

        await bench.ScanAsync(finding with { ContentHash = "changed" });

        Assert.Equal(LinkState.Grouped, (await bench.LinkAsync(finding)).State);
        Assert.Equal(["create pb-group"], bench.Lane.Tracker.Calls);
    }

    [Fact]
    public async Task Who_is_taken_out_by_hand_gets_no_ticket_until_asked_and_the_others_go_on()
    {
        var bench = await GroupBench.StartAsync();
        var (first, second) = (GroupBench.Finding(1), GroupBench.Finding(2));
        await bench.ScanAsync(first, second);
        var name = new LinkRef("shop", first.Key, "issues");
        bench.Lane.Tracker.Names[TicketMarker.For("shop", first.Key, "issues:1")] = "pb-alone";

        await bench.Lane.Actions.UnlinkAsync(name, "board", "ann", CancellationToken.None);
        await bench.ScanAsync(first with { ContentHash = "changed" });
        var parted = await bench.LinkAsync(first);
        await bench.Lane.Actions.PushAsync(name, "ann", CancellationToken.None);
        await bench.Lane.DrainAsync();

        Assert.Equal(LinkState.Unlinked, parted.State);
        Assert.Equal(second.Key, (await bench.MembersAsync()).Single().FindingKey);
        Assert.Contains("One open finding", bench.Text, StringComparison.Ordinal);
        Assert.Equal("pb-alone", (await bench.LinkAsync(first)).Ticket?.Key);
    }

    [Fact]
    public async Task A_group_that_everybody_was_taken_out_of_has_its_ticket_closed()
    {
        var bench = await GroupBench.StartAsync();
        var finding = GroupBench.Finding(1);
        await bench.ScanAsync(finding);

        await bench.Lane.Actions.UnlinkAsync(new LinkRef("shop", finding.Key, "issues"), "board", "ann", CancellationToken.None);
        await bench.Lane.DrainAsync();

        Assert.False(bench.Shared.IsOpen);
        Assert.Contains("taken out", bench.Lane.Tracker.Comments[0].Body.Blocks.OfType<TicketBlock.Prose>().Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pushing_a_finding_that_shares_a_ticket_pushes_that_one()
    {
        var bench = await GroupBench.StartAsync();
        var finding = GroupBench.Finding(1);
        await bench.ScanAsync(finding);

        var link = await bench.Lane.Actions.PushAsync(new LinkRef("shop", finding.Key, "issues"), "ann", CancellationToken.None);
        await bench.Lane.DrainAsync();

        Assert.Equal(bench.Group, link!.Ref);
        Assert.Equal(["create pb-group", "update pb-group keep"], bench.Lane.Tracker.Calls);
    }

    [Fact]
    public async Task Behind_a_shared_ticket_are_all_its_findings()
    {
        var bench = await GroupBench.StartAsync();
        await bench.ScanAsync(GroupBench.Finding(1), GroupBench.Finding(2), GroupBench.Finding(3, state: FindingState.Fixed));
        var linked = new LinkedFindings(new FindingBook(bench.Lane.Store), bench.Lane.Groups);

        var findings = await linked.ListAsync(await bench.Lane.LinkAsync(bench.Group), CancellationToken.None).ToListAsync();

        Assert.Equal([GroupBench.Finding(1).Key, GroupBench.Finding(2).Key], findings.Select(f => f.Record.Key));
    }

    [Fact]
    public async Task Where_only_new_tickets_are_allowed_the_shared_one_is_made_and_then_left_alone()
    {
        var bench = await GroupBench.StartAsync(mode: AssignmentMode.LinkNew);
        await bench.ScanAsync(GroupBench.Finding(1));

        await bench.ScanAsync(GroupBench.Finding(1, state: FindingState.Fixed), GroupBench.Finding(2));

        Assert.Equal(["create pb-group"], bench.Lane.Tracker.Calls);
        Assert.Equal(2, (await bench.MembersAsync()).Count);
    }

    private static async Task<IReadOnlyList<Row>> NotesAsync(GroupBench bench)
    {
        var left = new List<Row>();
        foreach (var shard in Enumerable.Range(0, FindingBook.Shards))
        {
            var partition = FindingBook.PartitionOf("shop", shard);
            left.AddRange(await bench.Lane.Store.ListAsync(partition, "n:", null, CancellationToken.None).ToListAsync());
            left.AddRange(await bench.Lane.Store.ListAsync(partition, "w:", null, CancellationToken.None).ToListAsync());
        }

        return left;
    }
}
