using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>A list that is read page by page while people work loses no change, and comes to an end.</summary>
public sealed class ChangePagesTests
{
    private const int PageItems = 100;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly List<ChangedTicket> tickets = [];
    private readonly List<(DateTimeOffset From, string? Next)> asked = [];

    /// <summary>Called before each page with its number, from 1.</summary>
    private Action<int> meanwhile = _ => { };

    [Fact]
    public async Task A_ticket_that_changes_while_the_list_is_read_hides_no_other()
    {
        Add(250, i => Start.AddSeconds(i));
        meanwhile = page => Change(page == 2 ? "t5" : null, Start.AddSeconds(300));

        var seen = await ReadAsync(Start);

        Assert.Equal(250, seen.Tickets.Count);
        Assert.Equal(new ChangedTicket("t5", Start.AddSeconds(300)), seen.Tickets[^1]);
        Assert.All(asked, a => Assert.Null(a.Next));
    }

    [Fact]
    public async Task What_changed_at_one_moment_is_told_whole_though_it_fills_pages()
    {
        Add(10, i => Start.AddSeconds(-i));
        Add(350, _ => Start.AddMinutes(5));

        var seen = await ReadAsync(Start.AddMinutes(-1));

        Assert.Equal(360, seen.Tickets.Count);
        Assert.Equal(Start.AddMinutes(5) - Overlap, seen.Watermark);
    }

    [Fact]
    public async Task A_long_list_is_told_in_several_calls_none_of_which_leaves_anything_out()
    {
        Add(5_000, i => Start.AddSeconds(i / 3));
        var told = new HashSet<ChangedTicket>();
        var calls = 0;

        for (var since = Start; told.Count < tickets.Count; calls++)
        {
            var before = asked.Count;
            var seen = await ReadAsync(since);
            told.UnionWith(seen.Tickets);
            Assert.InRange(asked.Count - before, 1, 14);
            since = seen.Watermark;
        }

        Assert.InRange(calls, 5, 8);
    }

    [Fact]
    public async Task Many_changes_within_the_overlap_do_not_hold_the_watermark()
    {
        Add(3_000, i => Start.AddSeconds(i / 100));
        Add(1_000, i => Start.AddMinutes(10).AddSeconds(i));

        var seen = await ReadAsync(Start);

        Assert.True(seen.Watermark > Start);
        Assert.True(seen.Tickets.Count >= 3_000);
    }

    [Fact]
    public async Task A_tracker_that_limits_us_on_the_way_has_told_what_it_told()
    {
        Add(900, i => Start.AddMinutes(i));

        var changes = await PagesAsync(Start, failAt: 4, new TrackerAnswer.Later(Second, "Slow down.", HoldsLane: true));

        var seen = Assert.IsType<Changes.Seen>(changes);
        Assert.InRange(seen.Tickets.Count, 250, 300);
        Assert.Equal(seen.Tickets[^1].ChangedAt - Overlap, seen.Watermark);
    }

    [Fact]
    public async Task A_refusal_on_the_way_is_a_refusal()
    {
        Add(900, i => Start.AddMinutes(i));

        var changes = await PagesAsync(Start, failAt: 4, new TrackerAnswer.Refused(403, "No longer."));

        Assert.Equal("No longer.", Assert.IsType<Changes.Refused>(changes).Reason);
    }

    [Fact]
    public async Task More_at_one_moment_than_can_be_listed_is_said()
    {
        Add(11_000, _ => Start);

        var changes = await PagesAsync(Start);

        Assert.Contains("Anywhere", Assert.IsType<Changes.Refused>(changes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_in_one_piece_is_told_in_calls_too_and_keeps_a_moment_together()
    {
        Add(3_000, i => Start.AddMinutes(5 + ((i - 1) / 600)));
        var told = new HashSet<ChangedTicket>();
        var sizes = new List<int>();

        for (var since = Start; told.Count < tickets.Count; since = Tell(since, told, sizes))
        {
        }

        Assert.Equal(3_000, told.Count);
        Assert.Equal(1_200, sizes[0]);
    }

    private DateTimeOffset Tell(DateTimeOffset since, HashSet<ChangedTicket> told, List<int> sizes)
    {
        var seen = ChangePages.Of(tickets, since, Overlap);
        Assert.True(seen.Watermark > since);
        told.UnionWith(seen.Tickets);
        sizes.Add(seen.Tickets.Count);
        return seen.Watermark;
    }

    private void Add(int count, Func<int, DateTimeOffset> at)
    {
        for (var i = 1; i <= count; i++)
        {
            tickets.Add(new ChangedTicket($"t{tickets.Count + 1}", at(i)));
        }
    }

    private void Change(string? key, DateTimeOffset at)
    {
        if (key is not null)
        {
            tickets.RemoveAll(t => t.Key == key);
            tickets.Add(new ChangedTicket(key, at));
        }
    }

    private async Task<Changes.Seen> ReadAsync(DateTimeOffset since) => Assert.IsType<Changes.Seen>(await PagesAsync(since));

    // A tracker that tells seconds apart and counts in offsets.
    private Task<Changes> PagesAsync(DateTimeOffset since, int failAt = 0, TrackerAnswer? failure = null) =>
        new ChangePages("Anywhere", Second, Overlap, (from, next, _) =>
        {
            asked.Add((from, next));
            meanwhile(asked.Count);
            if (asked.Count == failAt)
            {
                return Task.FromResult<(ChangePage?, TrackerAnswer?)>((null, failure));
            }

            var skip = int.Parse(next ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var list = tickets.Where(t => t.ChangedAt >= from).OrderBy(t => t.ChangedAt).ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
            var page = list.Skip(skip).Take(PageItems).ToList();
            var more = page.Count < PageItems ? null : $"{skip + PageItems}";
            return Task.FromResult<(ChangePage?, TrackerAnswer?)>((new ChangePage(page, page.Count == 0 ? null : page.Max(t => t.ChangedAt), more), null));
        }).ReadAsync(since, CancellationToken.None);
}
