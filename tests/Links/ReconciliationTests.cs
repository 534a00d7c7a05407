using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

/// <summary>What a look at linked tickets repairs and what it only tells.</summary>
public sealed class ReconciliationTests
{
    [Fact]
    public async Task Tickets_that_are_as_they_should_be_are_not_spoken_of()
    {
        var (bench, _) = await LinkedAsync(2);

        Assert.Equal(2, await bench.Reconciliation.RunAsync(CancellationToken.None));

        Assert.Empty(await DriftsAsync(bench));
    }

    [Fact]
    public async Task A_deleted_ticket_is_told_and_waits_for_a_person()
    {
        var (bench, names) = await LinkedAsync(1);
        bench.Tracker.Delete("pb-1");

        await bench.Reconciliation.RunAsync(CancellationToken.None);

        var link = await bench.LinkAsync(names[0]);
        Assert.Equal((LinkState.Lost, "It was deleted."), (link.State, link.Reason));
        Assert.Equal(("deleted", "pb-1"), (Assert.Single(await DriftsAsync(bench)).Kind, link.Ticket?.Key));
        Assert.Single(await bench.Errors.ListAsync("issues", null, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task A_moved_ticket_is_followed()
    {
        var (bench, names) = await LinkedAsync(1);
        bench.Tracker.Readings["pb-1"] = Seen("elsewhere-7", isOpen: true);

        await bench.Reconciliation.RunAsync(CancellationToken.None);

        Assert.Equal("elsewhere-7", (await bench.LinkAsync(names[0])).Ticket?.Key);
        Assert.Equal(names[0], await bench.Links.FindByTicketAsync("board", "elsewhere-7", CancellationToken.None));
        Assert.Equal("moved", Assert.Single(await DriftsAsync(bench)).Kind);
    }

    [Fact]
    public async Task A_ticket_that_differs_and_may_is_told_and_left_until_it_fits_again()
    {
        var (bench, _) = await LinkedAsync(1, mapping => mapping with { Sync = new MappingSync { Status = FieldOwner.Off } });
        bench.Tracker.Readings["pb-1"] = Seen("pb-1", isOpen: false);
        await bench.Reconciliation.RunAsync(CancellationToken.None);
        var told = await DriftsAsync(bench);
        var calls = bench.Tracker.Calls.Count;

        bench.Tracker.Readings.Clear();
        await bench.DrainAsync();
        await bench.Reconciliation.RunAsync(CancellationToken.None);

        Assert.Equal("wrong-state", Assert.Single(told).Kind);
        Assert.Equal(calls, bench.Tracker.Calls.Count);
        Assert.Empty(await DriftsAsync(bench));
    }

    [Fact]
    public async Task A_wish_that_nobody_pushed_is_pushed_again()
    {
        var (bench, names) = await LinkedAsync(1);
        var stored = (await bench.Links.FindAsync(names[0], CancellationToken.None))!;
        await bench.Links.BecomeAsync(stored, stored.Link with { WantsOpen = false }, CancellationToken.None);
        await bench.TurnAsync(names[0], FindingState.Fixed);

        await bench.Reconciliation.RunAsync(CancellationToken.None);
        await bench.DrainAsync();

        Assert.Equal("update pb-1 close", bench.Tracker.Calls[1]);
    }

    [Fact]
    public async Task A_tickets_lost_index_is_made_anew()
    {
        var (bench, names) = await LinkedAsync(1);
        await bench.Links.ForgetTicketAsync("board", "pb-1", names[0], CancellationToken.None);

        await bench.Reconciliation.RunAsync(CancellationToken.None);

        Assert.Equal(names[0], await bench.Links.FindByTicketAsync("board", "pb-1", CancellationToken.None));
    }

    [Fact]
    public async Task A_run_keeps_to_its_budget_and_the_next_goes_on_where_it_ended()
    {
        var (bench, _) = await LinkedAsync(5);
        for (var i = 1; i <= 5; i++)
        {
            bench.Tracker.Readings[$"pb-{i}"] = new TicketReading.Refused("No access.");
        }

        var first = await bench.Reconciliation.RunAsync(CancellationToken.None);
        var afterFirst = await DriftsAsync(bench);
        var second = await bench.Reconciliation.RunAsync(CancellationToken.None);

        Assert.Equal((3, 2), (first, second));
        Assert.Equal(3, afterFirst.Count);
        Assert.Equal(5, (await DriftsAsync(bench)).Count);
    }

    [Fact]
    public async Task A_tracker_that_is_away_is_left_alone_until_the_next_run()
    {
        var (bench, _) = await LinkedAsync(3);
        bench.Tracker.Readings["pb-1"] = bench.Tracker.Readings["pb-2"] = bench.Tracker.Readings["pb-3"] = new TicketReading.Later(null, "Away.");

        Assert.Equal(1, await bench.Reconciliation.RunAsync(CancellationToken.None));

        Assert.Empty(await DriftsAsync(bench));
    }

    private static async Task<(LaneBench Bench, List<LinkRef> Names)> LinkedAsync(int tickets, Func<Mapping, Mapping>? change = null)
    {
        var bench = await new LaneBench().ConnectedAsync(change);
        var names = new List<LinkRef>();
        for (var i = 0; i < tickets; i++)
        {
            names.Add(await bench.WishAsync());
        }

        await bench.DrainAsync();
        return (bench, names);
    }

    private static TicketReading Seen(string key, bool isOpen) => new TicketReading.Seen(new TicketSnapshot(
        new TicketRef("scripted", key, $"https://tracker.example/{key}"),
        "Flaw",
        isOpen ? new TrackerStatus("1", "Open", StatusCategory.ToDo) : new TrackerStatus("2", "Closed", StatusCategory.Done)));

    private static Task<List<Drift>> DriftsAsync(LaneBench bench) => bench.Drifts.ListAsync(null, CancellationToken.None).ToListAsync().AsTask();
}
