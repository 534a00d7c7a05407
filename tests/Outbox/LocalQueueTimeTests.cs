using Patchbay.Outbox;
using static Patchbay.Tests.Outbox.QueueInMemory;

namespace Patchbay.Tests.Outbox;

/// <summary>What the stand-alone queue does as time passes, and how workers wait for it.</summary>
public sealed class LocalQueueTimeTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly QueueInMemory box = new();

    public void Dispose() => box.Dispose();

    [Fact]
    public async Task A_scheduled_message_waits_for_its_time_without_holding_up_its_session()
    {
        var at = box.Time.GetUtcNow().AddHours(1);
        await box.Queue.SendAsync(Queues.Lanes, [InSession("later", "a") with { NotBefore = at }, InSession("now", "a")], None);

        var before = await box.DrainAsync(Queues.Lanes);
        box.Time.Advance(TimeSpan.FromHours(1));
        var after = await box.DrainAsync(Queues.Lanes);

        Assert.Equal(["now"], before);
        Assert.Equal(["later"], after);
    }

    [Fact]
    public async Task Scheduled_messages_arrive_in_the_order_of_their_times()
    {
        var now = box.Time.GetUtcNow();
        await box.Queue.SendAsync(
            Queues.Evaluations,
            [Free("b") with { NotBefore = now.AddMinutes(2) }, Free("a") with { NotBefore = now.AddMinutes(1) }],
            None);

        box.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["a", "b"], await box.DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task An_id_sent_again_within_ten_minutes_is_dropped_even_after_it_was_handled()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a"), Free("a")], None);
        var first = await box.DrainAsync(Queues.Evaluations);

        box.Time.Advance(Queues.DuplicateWindow - TimeSpan.FromSeconds(1));
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        var within = await box.DrainAsync(Queues.Evaluations);

        Assert.Equal(["a"], first);
        Assert.Empty(within);
    }

    [Fact]
    public async Task An_id_sent_again_after_ten_minutes_is_a_new_message()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        await box.DrainAsync(Queues.Evaluations);

        box.Time.Advance(Queues.DuplicateWindow);
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        Assert.Equal(["a"], await box.DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task A_lock_that_runs_out_gives_the_message_to_the_next_worker()
    {
        await box.Queue.SendAsync(Queues.Lanes, [InSession("a", "s")], None);

        var slow = await box.Queue.ReceiveAsync(Queues.Lanes, None);
        box.Time.Advance(TimeSpan.FromMinutes(12));
        var next = await box.Queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Equal(2, next?.Count);
        Assert.False(await box.Queue.CompleteAsync(slow, None));
        Assert.False(await box.Queue.AbandonAsync(slow, "late", None));
        Assert.True(await box.Queue.CompleteAsync(next!, None));
    }

    [Fact]
    public async Task A_message_whose_locks_all_run_out_dies()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        for (var i = 0; i < Queues.Deliveries; i++)
        {
            await box.Queue.ReceiveAsync(Queues.Evaluations, None);
            box.Time.Advance(TimeSpan.FromMinutes(12));
        }

        Assert.Null(await box.Queue.TryReceiveAsync(Queues.Evaluations, None));
        Assert.Single(await box.Queue.DeadLettersAsync(Queues.Evaluations, None));
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_message_is_sent()
    {
        var waiting = box.Queue.ReceiveAsync(Queues.Evaluations, None);

        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        Assert.Equal("a", (await waiting).Id);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_scheduled_message_is_due()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a") with { NotBefore = box.Time.GetUtcNow().AddMinutes(3) }], None);

        var waiting = box.Queue.ReceiveAsync(Queues.Evaluations, None);
        box.Time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("a", (await waiting).Id);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_back_off_is_over()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        await box.Queue.AbandonAsync(await box.Queue.ReceiveAsync(Queues.Evaluations, None), "busy", None);

        var waiting = box.Queue.ReceiveAsync(Queues.Evaluations, None);
        box.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await waiting).Count);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_its_session_is_free()
    {
        await box.Queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a")], None);
        var first = await box.Queue.ReceiveAsync(Queues.Lanes, None);

        var waiting = box.Queue.ReceiveAsync(Queues.Lanes, None);
        await box.Queue.CompleteAsync(first, None);

        Assert.Equal("a2", (await waiting).Id);
    }

    [Fact]
    public async Task A_waiting_worker_can_be_called_off()
    {
        using var stop = new CancellationTokenSource();
        var waiting = box.Queue.ReceiveAsync(Queues.Evaluations, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Many_workers_get_every_message_exactly_once_when_none_fails()
    {
        var messages = Enumerable.Range(0, 400).Select(i => InSession($"m{i:d3}", $"s{i % 7}")).ToList();
        var seen = new List<(string Session, string Id)>();
        using var stop = new CancellationTokenSource();

        async Task WorkAsync()
        {
            while (true)
            {
                var delivery = await box.Queue.ReceiveAsync(Queues.Lanes, stop.Token);
                lock (seen)
                {
                    seen.Add((delivery.SessionId!, delivery.Id));
                }

                await Task.Yield();
                await box.Queue.CompleteAsync(delivery, None);
                lock (seen)
                {
                    if (seen.Count == messages.Count)
                    {
                        stop.Cancel();
                    }
                }
            }
        }

        var workers = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(WorkAsync)));
        await Task.WhenAll(messages.Chunk(50).Select(some => Task.Run(() => box.Queue.SendAsync(Queues.Lanes, some, None))));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => workers.WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(messages.Select(m => m.Id).Order(), seen.Select(s => s.Id).Order());
    }
}
