using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

/// <summary>What people do to links by hand, and what a change of state says in the ticket.</summary>
public sealed class LinkActionTests
{
    [Fact]
    public async Task A_person_who_asks_gets_a_ticket_for_a_finding_that_no_policy_wants_one_for()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await FindingAloneAsync(bench, "pb-asked");

        var link = await bench.Actions.PushAsync(name, "ann", CancellationToken.None);
        await bench.DrainAsync();

        Assert.True(link!.IsAsked);
        Assert.Equal(["create pb-asked"], bench.Tracker.Calls);
        Assert.Equal(LinkState.Linked, (await bench.LinkAsync(name)).State);
        var audit = await new Audit.Audit(bench.Store).ListAsync(name.Partition, name.FindingKey, CancellationToken.None).ToListAsync();
        Assert.Equal([("ann", "push ticket"), ("patchbay", "file ticket")], audit.Select(a => (a.Who, a.What)).Order());
    }

    [Fact]
    public async Task What_a_person_asked_for_is_not_taken_back_by_the_next_evaluation()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await FindingAloneAsync(bench, "pb-asked");
        var link = (await bench.Actions.PushAsync(name, "ann", CancellationToken.None))!;
        var stored = (await bench.Links.FindAsync(name, CancellationToken.None))!;
        var finding = (await new FindingBook(bench.Store).FindAsync(name.Asset, name.FindingKey, CancellationToken.None))!.Record;

        var wishes = LinkWishes.For(
            finding, new Verdict(1, true, [], []), [new Assignment("all", "issues")], [stored], bench.Clock.GetUtcNow());

        Assert.True(link.WantsOpen);
        Assert.True(Assert.Single(wishes).Link.WantsOpen);
    }

    [Fact]
    public async Task An_attached_ticket_is_told_its_state_and_keeps_its_text()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var theirs = await bench.WishAsync();
        await bench.DrainAsync();
        var name = await FindingAloneAsync(bench, "pb-new");
        var seen = Assert.IsType<TicketReading.Seen>(
            await bench.Tracker.ReadAsync(new TicketRef("scripted", "pb-1", ""), CancellationToken.None)).Ticket;
        await bench.Actions.UnlinkAsync(theirs, "board", "ann", CancellationToken.None);

        await bench.Actions.AttachAsync(name, "board", seen, "ann", CancellationToken.None);
        await bench.DrainAsync();

        Assert.Equal(["create pb-1", "update pb-new status keep"], bench.Tracker.Calls);
        Assert.Equal(name, await bench.Links.FindByTicketAsync("board", "pb-1", CancellationToken.None));
        Assert.Equal((LinkState.Linked, "pb-1"), ((await bench.LinkAsync(name)).State, (await bench.LinkAsync(name)).Ticket?.Key));
    }

    [Fact]
    public async Task A_finding_that_was_parted_from_its_ticket_gets_no_other_until_a_person_asks()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.DrainAsync();
        await bench.Actions.UnlinkAsync(name, "board", "ann", CancellationToken.None);
        await bench.DrainAsync();
        var unlinked = await bench.LinkAsync(name);
        var calls = bench.Tracker.Calls.Count;

        bench.Tracker.Names[TicketMarker.For(name.Asset, name.FindingKey, "issues:1")] = "pb-2";
        await bench.Actions.PushAsync(name, "ann", CancellationToken.None);
        await bench.DrainAsync();

        Assert.Equal((LinkState.Unlinked, null), (unlinked.State, unlinked.Ticket));
        Assert.Null(await bench.Links.FindByTicketAsync("board", "pb-1", CancellationToken.None));
        Assert.Equal(["create pb-2"], bench.Tracker.Calls.Skip(calls));
    }

    [Fact]
    public async Task A_ticket_made_anew_has_a_marker_of_its_own_so_that_the_former_one_is_not_adopted()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.DrainAsync();
        bench.Tracker.Names[TicketMarker.For(name.Asset, name.FindingKey, "issues:1")] = "pb-again";
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Unknown("The connection broke."));

        await bench.Actions.RecreateAsync(name, "ann", CancellationToken.None);
        await bench.DrainAsync();
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await bench.DrainAsync();

        Assert.Equal("pb-again", (await bench.LinkAsync(name)).Ticket?.Key);
        Assert.Equal(["pb-1", "pb-again"], bench.Tracker.Tickets.Keys.Order());
    }

    [Theory]
    [InlineData(CloseBehaviour.Close, "update pb-1 close", 1)]
    [InlineData(CloseBehaviour.Comment, "update pb-1 keep", 1)]
    [InlineData(CloseBehaviour.Leave, "update pb-1 keep", 0)]
    public async Task A_fixed_findings_ticket_is_closed_told_or_left_as_the_mapping_says(CloseBehaviour close, string update, int comments)
    {
        var bench = await new LaneBench().ConnectedAsync(m => m with { Close = close });
        var name = await bench.WishAsync();
        await bench.DrainAsync();

        await FixAsync(bench, name);
        await bench.DrainAsync();
        await bench.DrainAsync();

        Assert.Equal(update, bench.Tracker.Calls[1]);
        Assert.Equal(comments, bench.Tracker.Comments.Count);
        Assert.Equal(2 + comments, bench.Tracker.Calls.Count);
        Assert.All(bench.Tracker.Comments, c => Assert.Contains("no longer finds this", ((TicketBlock.Prose)c.Body.Blocks[0]).Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failed_pushes_are_listed_per_mapping_with_their_reason_and_retried_together()
    {
        var bench = await new LaneBench().ConnectedAsync();
        LinkRef[] names = [await bench.WishAsync(), await bench.WishAsync(), await bench.WishAsync()];
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Refused("Field due is required."));
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Refused("Field due is required."));
        await bench.DrainAsync();
        var before = await ErrorsAsync(bench);

        var retried = await bench.Errors.RetryAsync("issues", bench.Actions, "ann", CancellationToken.None);
        await bench.DrainAsync();

        Assert.Equal(names[..2], before.Select(e => e.Ref));
        Assert.All(before, e => Assert.Equal((LinkState.Failed, "Field due is required."), (e.State, e.Reason)));
        Assert.Equal(2, retried);
        Assert.Empty(await ErrorsAsync(bench));
        Assert.Equal(3, bench.Tracker.Tickets.Count);
    }

    [Fact]
    public async Task An_error_whose_process_died_before_the_link_said_so_is_not_shown()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.Errors.NoteAsync(name, CancellationToken.None);

        Assert.Empty(await ErrorsAsync(bench));
    }

    [Fact]
    public async Task A_lane_tells_when_it_will_be_done()
    {
        var bench = await new LaneBench().ConnectedAsync();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await bench.WishAsync();
        }

        var free = await bench.Lane.OutlookAsync(bench.Id, TimeSpan.FromSeconds(2), CancellationToken.None);
        await bench.Lane.SetHoldAsync(bench.Id, new LaneHold(bench.Clock.GetUtcNow().AddMinutes(1), "Too fast."), CancellationToken.None);
        var held = await bench.Lane.OutlookAsync(bench.Id, TimeSpan.FromSeconds(2), CancellationToken.None);

        Assert.Equal((5, bench.Clock.GetUtcNow().AddSeconds(10)), (free.Pending, free.DoneAt));
        Assert.Equal(("Too fast.", bench.Clock.GetUtcNow().AddSeconds(70)), (held.Hold?.Reason, held.DoneAt));
    }

    private static Task<List<Link>> ErrorsAsync(LaneBench bench) =>
        bench.Errors.ListAsync("issues", null, CancellationToken.None).ToListAsync().AsTask();

    private static async Task<LinkRef> FindingAloneAsync(LaneBench bench, string ticketName)
    {
        var finding = Make.Record($"{99:x12}{99:x28}", Severity.Low, bench.Clock.GetUtcNow());
        var name = new LinkRef(finding.Asset, finding.Key, "issues");
        await bench.Store.CommitAsync(
            name.Partition, [new Change.Add(FindingBook.KeyPrefix + finding.Key, StoredJson.Write(finding))], CancellationToken.None);
        bench.Tracker.Names[TicketMarker.For(name.Asset, name.FindingKey, "issues")] = ticketName;
        return name;
    }

    private static async Task FixAsync(LaneBench bench, LinkRef name)
    {
        var finding = (await new FindingBook(bench.Store).FindAsync(name.Asset, name.FindingKey, CancellationToken.None))!;
        var isWritten = await bench.Store.CommitAsync(
            name.Partition, [finding.Become(finding.Record with { State = FindingState.Fixed })], CancellationToken.None);
        Assert.True(isWritten);
        await bench.ChangeAsync(name, l => l with { WantsOpen = false });
    }
}
