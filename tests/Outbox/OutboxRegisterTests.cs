using static Patchbay.Tests.Outbox.OutboxBench;

namespace Patchbay.Tests.Outbox;

/// <summary>A sweep finds every partition that may hold rows, and forgets none too early.</summary>
public sealed class OutboxRegisterTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly OutboxBench bench = new();

    [Fact]
    public async Task A_sweep_of_everything_finds_what_a_dead_process_left()
    {
        await bench.Outbox.AnnounceAsync([Partition, "findings:web:1"], None);
        await bench.CommitAsync(Message("a"));

        await bench.NewProcess().SweepAllAsync(None);

        Assert.Equal(["a"], bench.Queue.Ids);
    }

    [Fact]
    public async Task One_unreachable_partition_does_not_keep_the_others_from_being_swept()
    {
        await bench.Outbox.AnnounceAsync(["a", "b", "c"], None);
        foreach (var partition in new[] { "a", "b", "c" })
        {
            await bench.Store.CommitAsync(partition, [Message(partition).ToRow()], None);
        }

        bench.Store.BeforeCommit = (partition, _) =>
        {
            if (partition == "a")
            {
                throw new HttpRequestException("unreachable");
            }
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.NewProcess().SweepAllAsync(None));

        Assert.Equal(["a", "b", "c"], bench.Queue.Ids.Order());
        Assert.Empty(await bench.RowsAsync("b"));
        Assert.Empty(await bench.RowsAsync("c"));
    }

    [Fact]
    public async Task Sixteen_partitions_are_announced_in_one_commit_and_not_again_for_ten_minutes()
    {
        var partitions = Enumerable.Range(0, 16).Select(i => $"findings:web:{i:x}").ToList();

        await bench.Outbox.AnnounceAsync(partitions, None);
        await bench.Outbox.AnnounceAsync(partitions, None);
        bench.Time.Advance(TimeSpan.FromMinutes(9));
        await bench.Outbox.AnnounceAsync(partitions, None);
        var withinTen = bench.Store.Commits;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.Outbox.AnnounceAsync(partitions, None);

        Assert.Equal((1, 2), (withinTen, bench.Store.Commits));
    }

    [Fact]
    public async Task An_announcement_is_stored_before_it_returns_or_it_throws()
    {
        bench.Store.BeforeCommit = (_, _) => throw new HttpRequestException("unreachable");

        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Outbox.AnnounceAsync([Partition], None));
        bench.Store.BeforeCommit = null;
        await bench.Outbox.AnnounceAsync([Partition], None);

        Assert.Single(await bench.RowsAsync(Register, ""));
    }

    [Fact]
    public async Task An_empty_partition_is_forgotten_after_seventy_minutes()
    {
        await bench.Outbox.AnnounceAsync([Partition], None);

        bench.Time.Advance(TimeSpan.FromMinutes(70));
        await bench.Outbox.SweepAllAsync(None);
        var kept = await bench.RowsAsync(Register, "");
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.Outbox.SweepAllAsync(None);

        Assert.Single(kept);
        Assert.Empty(await bench.RowsAsync(Register, ""));
    }

    [Fact]
    public async Task A_partition_that_still_held_rows_is_kept_until_a_sweep_finds_it_empty()
    {
        await bench.Outbox.AnnounceAsync([Partition], None);
        await bench.CommitAsync(Message("a"));
        bench.Time.Advance(TimeSpan.FromHours(2));

        await bench.Outbox.SweepAllAsync(None);
        var kept = await bench.RowsAsync(Register, "");
        await bench.Outbox.SweepAllAsync(None);

        Assert.Single(kept);
        Assert.Empty(await bench.RowsAsync(Register, ""));
    }

    [Fact]
    public async Task An_announcement_made_while_the_old_one_is_being_removed_survives()
    {
        await bench.Outbox.AnnounceAsync([Partition], None);
        bench.Time.Advance(TimeSpan.FromHours(2));
        bench.OnceBeforeCommit(Register, () => bench.NewProcess().AnnounceAsync([Partition], None));

        await bench.Outbox.SweepAllAsync(None);
        await bench.CommitAsync(Message("a"));
        await bench.NewProcess().SweepAllAsync(None);

        Assert.Equal(["a"], bench.Queue.Ids);
    }

    [Fact]
    public async Task A_writer_that_relies_on_an_old_announcement_is_still_found_an_hour_later()
    {
        await bench.Outbox.AnnounceAsync([Partition], None);
        bench.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        await bench.Outbox.AnnounceAsync([Partition], None);
        bench.Time.Advance(TimeSpan.FromHours(1));

        await bench.NewProcess().SweepAllAsync(None);
        await bench.CommitAsync(Message("a"));
        await bench.NewProcess().SweepAllAsync(None);

        Assert.Equal(["a"], bench.Queue.Ids);
    }

    [Fact]
    public async Task Two_sweeps_at_once_forget_a_partition_together()
    {
        await bench.Outbox.AnnounceAsync([Partition], None);
        bench.Time.Advance(TimeSpan.FromHours(2));
        bench.OnceBeforeCommit(Register, () => bench.NewProcess().SweepAllAsync(None));

        await bench.Outbox.SweepAllAsync(None);

        Assert.Empty(await bench.RowsAsync(Register, ""));
    }
}
