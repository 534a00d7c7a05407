using System.Text;
using Patchbay.Outbox;
using Patchbay.Storage;
using static Patchbay.Tests.Outbox.OutboxBench;
using Box = Patchbay.Outbox.Outbox;

namespace Patchbay.Tests.Outbox;

/// <summary>No message whose row was committed is lost, whatever happens in between.</summary>
public sealed class OutboxTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly OutboxBench bench = new();

    [Fact]
    public async Task A_committed_message_is_sent_and_its_row_removed()
    {
        var message = Message("a");
        await bench.CommitAsync(message);

        await bench.Outbox.SendAsync(Partition, [message], None);

        Assert.Equal(["a"], bench.Queue.Ids);
        Assert.Empty(await bench.RowsAsync());
    }

    [Fact]
    public async Task A_row_holds_everything_of_its_message()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"é \" \\ "}""");
        var sent = new QueueMessage("id", "lane:1", body, bench.Time.GetUtcNow().AddMinutes(1));
        await bench.CommitAsync(new OutboxMessage(Queues.Lanes, sent));

        await bench.Outbox.SweepAsync(Partition, None);

        var (name, message) = Assert.Single(bench.Queue.Sent);
        Assert.Equal((Queues.Lanes, "id", "lane:1", sent.NotBefore), (name, message.Id, message.SessionId, message.NotBefore));
        Assert.Equal(body, message.Body.ToArray());
    }

    [Fact]
    public async Task Only_the_given_messages_are_sent_and_other_rows_stay()
    {
        await bench.CommitAsync(Message("a"), Message("b"), Message("c"));

        await bench.Outbox.SendAsync(Partition, [Message("c"), Message("a")], None);

        Assert.Equal(["c", "a"], bench.Queue.Ids);
        Assert.Single(await bench.RowsAsync());
    }

    [Fact]
    public async Task A_message_whose_row_is_gone_was_sent_by_somebody_else()
    {
        await bench.Outbox.SendAsync(Partition, [Message("a")], None);

        Assert.Empty(bench.Queue.Ids);
    }

    [Fact]
    public async Task More_rows_than_one_commit_takes_are_sent_and_removed()
    {
        var messages = Enumerable.Range(0, 250).Select(i => Message($"m{i}")).ToArray();
        foreach (var some in messages.Chunk(StoreLimits.Changes))
        {
            await bench.CommitAsync(some);
        }

        await bench.Outbox.SendAsync(Partition, messages, None);

        Assert.Equal(messages.Select(m => m.Message.Id), bench.Queue.Ids);
        Assert.Empty(await bench.RowsAsync());
    }

    [Fact]
    public async Task The_rows_stay_when_the_queue_is_out_of_reach()
    {
        await bench.CommitAsync(Message("a"), Message("b"));
        bench.Queue.BeforeSend = () => throw new HttpRequestException("unreachable");

        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Outbox.SendAsync(Partition, [Message("a"), Message("b")], None));
        bench.Queue.BeforeSend = null;
        var swept = await bench.Outbox.SweepAsync(Partition, None);

        Assert.Equal(2, swept);
        Assert.Empty(await bench.RowsAsync());
    }

    [Fact]
    public async Task A_sweep_between_send_and_removal_does_no_harm()
    {
        await bench.CommitAsync(Message("a"), Message("b"));
        var other = new Box(bench.Store, new FakeQueue(), bench.Time);
        bench.OnceBeforeCommit(Partition, () => other.SendAsync(Partition, [Message("a")], None));

        await bench.Outbox.SendAsync(Partition, [Message("a"), Message("b")], None);

        Assert.Equal(["a", "b"], bench.Queue.Ids);
        Assert.Empty(await bench.RowsAsync());
    }

    [Fact]
    public async Task A_wish_repeated_while_it_is_sent_keeps_its_row()
    {
        await bench.CommitAsync(Message("a"));
        bench.Queue.BeforeSend = () => bench.CommitAsync(Message("a")).GetAwaiter().GetResult();

        await bench.Outbox.SendAsync(Partition, [Message("a")], None);
        var left = await bench.RowsAsync();
        bench.Queue.BeforeSend = null;
        await bench.Outbox.SweepAsync(Partition, None);

        Assert.Single(left);
        Assert.Equal(["a", "a"], bench.Queue.Ids);
    }

    [Fact]
    public void A_message_that_the_queue_would_refuse_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => new OutboxMessage("nowhere", new QueueMessage("a", null, default)));
        Assert.Throws<ArgumentException>(() => new OutboxMessage(Queues.Lanes, new QueueMessage("a", null, default)));
        Assert.Throws<ArgumentException>(() => new QueueMessage("", null, default));
        Assert.Throws<ArgumentException>(() => new QueueMessage(new string('x', 129), null, default));
        Assert.Throws<ArgumentException>(() => new QueueMessage("a", "", default));
        Assert.Throws<ArgumentException>(() => new QueueMessage("a", null, new byte[QueueMessage.BodyBytes + 1]));
    }
}
