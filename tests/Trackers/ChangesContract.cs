using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What every tracker must say about what people did, on the real thing.</summary>
public abstract class ChangesContract : TrackerContract
{
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Tickets_that_changed_are_told_by_the_keys_of_their_links()
    {
        await using var project = await OpenAsync();
        var keys = new[] { (await FileAsync(project)).Key, (await FileAsync(project)).Key };

        var changes = await project.Tracker.ChangedAsync(LongAgo, CancellationToken.None);

        var seen = Assert.IsType<Changes.Seen>(changes);
        Assert.Equal(keys.Order(), seen.Tickets.Select(t => t.Key).Order());
        Assert.Equal(seen.Tickets.Select(t => t.ChangedAt).Order(), seen.Tickets.Select(t => t.ChangedAt));
        Assert.InRange(seen.Watermark, LongAgo, seen.Tickets[^1].ChangedAt);
    }

    [SkippableFact]
    public async Task A_ticket_that_a_person_changes_is_told_from_the_watermark_on_with_the_time_it_reads_with()
    {
        await using var project = await OpenAsync();
        var known = await FileAsync(project);
        var before = Assert.IsType<Changes.Seen>(await project.Tracker.ChangedAsync(LongAgo, CancellationToken.None));
        await project.CloseAsync(known);

        var changes = await project.Tracker.ChangedAsync(before.Watermark, CancellationToken.None);

        var read = Assert.IsType<TicketReading.Seen>(await project.Tracker.ReadAsync(known, CancellationToken.None)).Ticket;
        var told = Assert.IsType<Changes.Seen>(changes).Tickets.Single(t => t.Key == known.Key);
        Assert.False(read.Status.IsOpen);
        Assert.Equal(read.ChangedAt, told.ChangedAt);
        Assert.True(told.ChangedAt >= before.Tickets.Single().ChangedAt);
    }

    [SkippableFact]
    public async Task Where_nothing_changed_the_watermark_stays_where_it_was()
    {
        await using var project = await OpenAsync();
        await FileAsync(project);
        var later = DateTimeOffset.UtcNow.AddHours(2);

        var changes = await project.Tracker.ChangedAsync(later, CancellationToken.None);

        var seen = Assert.IsType<Changes.Seen>(changes);
        Assert.Empty(seen.Tickets);
        Assert.Equal(later, seen.Watermark);
    }

    [SkippableFact]
    public async Task A_change_at_the_very_moment_that_is_asked_from_is_told()
    {
        await using var project = await OpenAsync();
        var known = await FileAsync(project);
        var read = Assert.IsType<TicketReading.Seen>(await project.Tracker.ReadAsync(known, CancellationToken.None)).Ticket;

        var changes = await project.Tracker.ChangedAsync(read.ChangedAt!.Value, CancellationToken.None);

        Assert.Equal(known.Key, Assert.IsType<Changes.Seen>(changes).Tickets.Single().Key);
    }

    /// <summary>Files a ticket.</summary>
    protected static async Task<TicketRef> FileAsync(IProject project) =>
        Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None)).Ticket;
}
