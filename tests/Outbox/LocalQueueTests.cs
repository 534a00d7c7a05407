using System.Text;
using Patchbay.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Outbox;

/// <summary>What the stand-alone queue promises; Service Bus promises the same.</summary>
public sealed class LocalQueueTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTime time = new();
    private readonly LocalQueue queue;

    public LocalQueueTests() => queue = new LocalQueue(new LocalQueueSettings { Path = ":memory:" }, time);

    public void Dispose() => queue.Dispose();

    [Fact]
    public async Task A_message_arrives_as_it_was_sent()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"grüße \u0000 \" 'x'"}""");

        await queue.SendAsync(Queues.Lanes, [new QueueMessage("id 1", "lane/1", body)], None);
        var delivery = await queue.ReceiveAsync(Queues.Lanes, None);

        Assert.Equal(("id 1", "lane/1", 1), (delivery.Id, delivery.SessionId, delivery.Count));
        Assert.Equal(body, delivery.Body.ToArray());
    }

    [Fact]
    public async Task Messages_arrive_in_the_order_they_were_sent()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("c"), Free("a")], None);
        await queue.SendAsync(Queues.Evaluations, [Free("b")], None);

        Assert.Equal(["c", "a", "b"], await DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task A_queue_gives_only_its_own_messages()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        Assert.Null(await queue.TryReceiveAsync(Queues.Lanes, None));
    }

    [Fact]
    public async Task A_held_message_is_not_given_to_a_second_worker()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        await queue.ReceiveAsync(Queues.Evaluations, None);

        Assert.Null(await queue.TryReceiveAsync(Queues.Evaluations, None));
    }

    [Fact]
    public async Task A_session_gives_its_next_message_only_when_the_first_is_settled()
    {
        await queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a"), InSession("b1", "b")], None);

        var first = await queue.ReceiveAsync(Queues.Lanes, None);
        var other = await queue.ReceiveAsync(Queues.Lanes, None);
        var blocked = await queue.TryReceiveAsync(Queues.Lanes, None);
        await queue.CompleteAsync(first, None);
        var second = await queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Equal(("a1", "b1", null, "a2"), (first.Id, other.Id, blocked?.Id, second?.Id));
    }

    [Fact]
    public async Task A_failed_message_keeps_its_place_in_its_session()
    {
        await queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a")], None);

        await queue.AbandonAsync(await queue.ReceiveAsync(Queues.Lanes, None), "busy", None);
        var whileBackingOff = await queue.TryReceiveAsync(Queues.Lanes, None);
        time.Advance(LocalQueue.WaitAfter(1));
        var again = await queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Null(whileBackingOff);
        Assert.Equal(("a1", 2), (again?.Id, again?.Count));
    }

    [Fact]
    public async Task A_failed_message_outside_sessions_lets_the_others_pass()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a"), Free("b")], None);

        await queue.AbandonAsync(await queue.ReceiveAsync(Queues.Evaluations, None), "busy", None);

        Assert.Equal(["b"], await DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task A_completed_message_is_gone()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        var isOurs = await queue.CompleteAsync(await queue.ReceiveAsync(Queues.Evaluations, None), None);
        time.Advance(TimeSpan.FromDays(1));

        Assert.True(isOurs);
        Assert.Equal(0, await queue.CountAsync(Queues.Evaluations, None));
        Assert.Null(await queue.TryReceiveAsync(Queues.Evaluations, None));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(4, 30)]
    [InlineData(7, 300)]
    [InlineData(9, 300)]
    public void Each_failure_makes_the_next_delivery_wait_longer(int deliveries, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LocalQueue.WaitAfter(deliveries));

    [Fact]
    public async Task The_tenth_failure_makes_a_dead_letter_that_says_why()
    {
        await queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a")], None);

        await FailAsync(Queues.Lanes, Queues.Deliveries);
        var letter = Assert.Single(await queue.DeadLettersAsync(Queues.Lanes, None));
        var next = await queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Equal(("a1", "a", "failure 10", time.GetUtcNow()), (letter.Id, letter.SessionId, letter.Reason, letter.DiedAt));
        Assert.Equal("a2", next?.Id);
    }

    [Fact]
    public async Task A_dead_letter_can_be_replayed_once_and_starts_afresh()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        await FailAsync(Queues.Evaluations, Queues.Deliveries);
        var letter = Assert.Single(await queue.DeadLettersAsync(Queues.Evaluations, None));

        var first = await queue.ReplayAsync(letter, None);
        var second = await queue.ReplayAsync(letter, None);
        var again = await queue.TryReceiveAsync(Queues.Evaluations, None);

        Assert.Equal((true, false), (first, second));
        Assert.Equal(("a", 1), (again?.Id, again?.Count));
        Assert.Empty(await queue.DeadLettersAsync(Queues.Evaluations, None));
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_time_without_holding_up_its_session()
    {
        var at = time.GetUtcNow().AddHours(1);
        await queue.SendAsync(Queues.Lanes, [InSession("later", "a") with { NotBefore = at }, InSession("now", "a")], None);

        var before = await DrainAsync(Queues.Lanes);
        time.Advance(TimeSpan.FromHours(1));
        var after = await DrainAsync(Queues.Lanes);

        Assert.Equal(["now"], before);
        Assert.Equal(["later"], after);
    }

    [Fact]
    public async Task Scheduled_messages_arrive_in_the_order_of_their_times()
    {
        var now = time.GetUtcNow();
        await queue.SendAsync(
            Queues.Evaluations,
            [Free("b") with { NotBefore = now.AddMinutes(2) }, Free("a") with { NotBefore = now.AddMinutes(1) }],
            None);

        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["a", "b"], await DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task An_id_sent_again_within_ten_minutes_is_dropped_even_after_it_was_handled()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a"), Free("a")], None);
        var first = await DrainAsync(Queues.Evaluations);

        time.Advance(Queues.DuplicateWindow - TimeSpan.FromSeconds(1));
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        var within = await DrainAsync(Queues.Evaluations);

        Assert.Equal(["a"], first);
        Assert.Empty(within);
    }

    [Fact]
    public async Task An_id_sent_again_after_ten_minutes_is_a_new_message()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        await DrainAsync(Queues.Evaluations);

        time.Advance(Queues.DuplicateWindow);
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        Assert.Equal(["a"], await DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task A_lock_that_runs_out_gives_the_message_to_the_next_worker()
    {
        await queue.SendAsync(Queues.Lanes, [InSession("a", "s")], None);

        var slow = await queue.ReceiveAsync(Queues.Lanes, None);
        time.Advance(TimeSpan.FromMinutes(12));
        var next = await queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Equal(2, next?.Count);
        Assert.False(await queue.CompleteAsync(slow, None));
        Assert.False(await queue.AbandonAsync(slow, "late", None));
        Assert.True(await queue.CompleteAsync(next!, None));
    }

    [Fact]
    public async Task A_message_whose_locks_all_run_out_dies()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        for (var i = 0; i < Queues.Deliveries; i++)
        {
            await queue.ReceiveAsync(Queues.Evaluations, None);
            time.Advance(TimeSpan.FromMinutes(12));
        }

        Assert.Null(await queue.TryReceiveAsync(Queues.Evaluations, None));
        Assert.Single(await queue.DeadLettersAsync(Queues.Evaluations, None));
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_message_is_sent()
    {
        var waiting = queue.ReceiveAsync(Queues.Evaluations, None);

        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        Assert.Equal("a", (await waiting).Id);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_scheduled_message_is_due()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a") with { NotBefore = time.GetUtcNow().AddMinutes(3) }], None);

        var waiting = queue.ReceiveAsync(Queues.Evaluations, None);
        time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("a", (await waiting).Id);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_a_back_off_is_over()
    {
        await queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        await queue.AbandonAsync(await queue.ReceiveAsync(Queues.Evaluations, None), "busy", None);

        var waiting = queue.ReceiveAsync(Queues.Evaluations, None);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await waiting).Count);
    }

    [Fact]
    public async Task A_waiting_worker_wakes_when_its_session_is_free()
    {
        await queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a")], None);
        var first = await queue.ReceiveAsync(Queues.Lanes, None);

        var waiting = queue.ReceiveAsync(Queues.Lanes, None);
        await queue.CompleteAsync(first, None);

        Assert.Equal("a2", (await waiting).Id);
    }

    [Fact]
    public async Task A_waiting_worker_can_be_called_off()
    {
        using var stop = new CancellationTokenSource();
        var waiting = queue.ReceiveAsync(Queues.Evaluations, stop.Token);

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
                var delivery = await queue.ReceiveAsync(Queues.Lanes, stop.Token);
                lock (seen)
                {
                    seen.Add((delivery.SessionId!, delivery.Id));
                }

                await Task.Yield();
                await queue.CompleteAsync(delivery, None);
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
        await Task.WhenAll(messages.Chunk(50).Select(some => Task.Run(() => queue.SendAsync(Queues.Lanes, some, None))));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => workers.WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(messages.Select(m => m.Id).Order(), seen.Select(s => s.Id).Order());
    }

    [Theory]
    [InlineData(Queues.Lanes, null)]
    [InlineData(Queues.Evaluations, "s")]
    public async Task A_missing_or_unwanted_session_is_refused(string name, string? session) =>
        await Assert.ThrowsAsync<ArgumentException>(() => queue.SendAsync(name, [new QueueMessage("a", session, Body)], None));

    [Fact]
    public async Task An_unknown_queue_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => queue.SendAsync("evaluation", [Free("a")], None));

    private static readonly byte[] Body = "{}"u8.ToArray();

    private static QueueMessage Free(string id) => new(id, null, Body);

    private static QueueMessage InSession(string id, string session) => new(id, session, Body);

    private async Task<List<string>> DrainAsync(string name)
    {
        var ids = new List<string>();
        while (await queue.TryReceiveAsync(name, None) is { } delivery)
        {
            ids.Add(delivery.Id);
            await queue.CompleteAsync(delivery, None);
        }

        return ids;
    }

    private async Task FailAsync(string name, int times)
    {
        for (var i = 1; i <= times; i++)
        {
            var delivery = await queue.TryReceiveAsync(name, None);
            await queue.AbandonAsync(delivery!, $"failure {i}", None);
            if (i < times)
            {
                time.Advance(LocalQueue.WaitAfter(i));
            }
        }
    }
}
