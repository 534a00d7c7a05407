using System.Text;
using Patchbay.Outbox;
using static Patchbay.Tests.Outbox.QueueInMemory;

namespace Patchbay.Tests.Outbox;

/// <summary>What the stand-alone queue promises; Service Bus promises the same.</summary>
public sealed class LocalQueueTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly QueueInMemory box = new();

    public void Dispose() => box.Dispose();

    [Fact]
    public async Task A_message_arrives_as_it_was_sent()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"grüße \u0000 \" 'x'"}""");

        await box.Queue.SendAsync(Queues.Lanes, [new QueueMessage("id 1", "lane/1", body)], None);
        var delivery = await box.Queue.ReceiveAsync(Queues.Lanes, None);

        Assert.Equal(("id 1", "lane/1", 1), (delivery.Id, delivery.SessionId, delivery.Count));
        Assert.Equal(body, delivery.Body.ToArray());
    }

    [Fact]
    public async Task Messages_arrive_in_the_order_they_were_sent()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("c"), Free("a")], None);
        await box.Queue.SendAsync(Queues.Evaluations, [Free("b")], None);

        Assert.Equal(["c", "a", "b"], await box.DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task A_queue_gives_only_its_own_messages()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        Assert.Null(await box.Queue.TryReceiveAsync(Queues.Lanes, None));
    }

    [Fact]
    public async Task A_held_message_is_not_given_to_a_second_worker()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        await box.Queue.ReceiveAsync(Queues.Evaluations, None);

        Assert.Null(await box.Queue.TryReceiveAsync(Queues.Evaluations, None));
    }

    [Fact]
    public async Task A_session_gives_its_next_message_only_when_the_first_is_settled()
    {
        await box.Queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a"), InSession("b1", "b")], None);

        var first = await box.Queue.ReceiveAsync(Queues.Lanes, None);
        var other = await box.Queue.ReceiveAsync(Queues.Lanes, None);
        var blocked = await box.Queue.TryReceiveAsync(Queues.Lanes, None);
        await box.Queue.CompleteAsync(first, None);
        var second = await box.Queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Equal(("a1", "b1", null, "a2"), (first.Id, other.Id, blocked?.Id, second?.Id));
    }

    [Fact]
    public async Task A_failed_message_keeps_its_place_in_its_session()
    {
        await box.Queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a")], None);

        await box.Queue.AbandonAsync(await box.Queue.ReceiveAsync(Queues.Lanes, None), "busy", None);
        var whileBackingOff = await box.Queue.TryReceiveAsync(Queues.Lanes, None);
        box.Time.Advance(LocalQueue.WaitAfter(1));
        var again = await box.Queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Null(whileBackingOff);
        Assert.Equal(("a1", 2), (again?.Id, again?.Count));
    }

    [Fact]
    public async Task A_failed_message_outside_sessions_lets_the_others_pass()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a"), Free("b")], None);

        await box.Queue.AbandonAsync(await box.Queue.ReceiveAsync(Queues.Evaluations, None), "busy", None);

        Assert.Equal(["b"], await box.DrainAsync(Queues.Evaluations));
    }

    [Fact]
    public async Task A_completed_message_is_gone()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);

        var isOurs = await box.Queue.CompleteAsync(await box.Queue.ReceiveAsync(Queues.Evaluations, None), None);
        box.Time.Advance(TimeSpan.FromDays(1));

        Assert.True(isOurs);
        Assert.Equal(0, await box.Queue.CountAsync(Queues.Evaluations, None));
        Assert.Null(await box.Queue.TryReceiveAsync(Queues.Evaluations, None));
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
        await box.Queue.SendAsync(Queues.Lanes, [InSession("a1", "a"), InSession("a2", "a")], None);

        await box.FailAsync(Queues.Lanes, Queues.Deliveries);
        var letter = Assert.Single(await box.Queue.DeadLettersAsync(Queues.Lanes, None));
        var next = await box.Queue.TryReceiveAsync(Queues.Lanes, None);

        Assert.Equal(("a1", "a", "failure 10", box.Time.GetUtcNow()), (letter.Id, letter.SessionId, letter.Reason, letter.DiedAt));
        Assert.Equal("a2", next?.Id);
    }

    [Fact]
    public async Task A_dead_letter_can_be_replayed_once_and_starts_afresh()
    {
        await box.Queue.SendAsync(Queues.Evaluations, [Free("a")], None);
        await box.FailAsync(Queues.Evaluations, Queues.Deliveries);
        var letter = Assert.Single(await box.Queue.DeadLettersAsync(Queues.Evaluations, None));

        var first = await box.Queue.ReplayAsync(letter, None);
        var second = await box.Queue.ReplayAsync(letter, None);
        var again = await box.Queue.TryReceiveAsync(Queues.Evaluations, None);

        Assert.Equal((true, false), (first, second));
        Assert.Equal(("a", 1), (again?.Id, again?.Count));
        Assert.Empty(await box.Queue.DeadLettersAsync(Queues.Evaluations, None));
    }

    [Theory]
    [InlineData(Queues.Lanes, null)]
    [InlineData(Queues.Evaluations, "s")]
    public async Task A_missing_or_unwanted_session_is_refused(string name, string? session) =>
        await Assert.ThrowsAsync<ArgumentException>(() => box.Queue.SendAsync(name, [new QueueMessage("a", session, "{}"u8.ToArray())], None));

    [Fact]
    public async Task An_unknown_queue_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => box.Queue.SendAsync("evaluation", [Free("a")], None));
}
