using System.Text;
using Patchbay.Outbox;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Box = Patchbay.Outbox.Outbox;

namespace Patchbay.Tests.Outbox;

/// <summary>No message whose row was committed is lost, whatever happens in between.</summary>
public sealed class OutboxTests
{
    private const string Partition = "findings:web:0";
    private const string Register = "outbox";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTime time = new();
    private readonly MemoryStore store = new();
    private readonly FakeQueue queue = new();
    private readonly Box outbox;

    public OutboxTests() => outbox = new Box(store, queue, time);

    [Fact]
    public async Task A_committed_message_is_sent_and_its_row_removed()
    {
        var message = Message("a");
        await CommitAsync(message);

        await outbox.SendAsync(Partition, [message], None);

        Assert.Equal(["a"], queue.Ids);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_row_holds_everything_of_its_message()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"é \" \\ "}""");
        var sent = new QueueMessage("id", "lane:1", body, time.GetUtcNow().AddMinutes(1));
        await CommitAsync(new OutboxMessage(Queues.Lanes, sent));

        await outbox.SweepAsync(Partition, None);

        var (name, message) = Assert.Single(queue.Sent);
        Assert.Equal((Queues.Lanes, "id", "lane:1", sent.NotBefore), (name, message.Id, message.SessionId, message.NotBefore));
        Assert.Equal(body, message.Body.ToArray());
    }

    [Fact]
    public async Task Only_the_given_messages_are_sent_and_other_rows_stay()
    {
        await CommitAsync(Message("a"), Message("b"), Message("c"));

        await outbox.SendAsync(Partition, [Message("c"), Message("a")], None);

        Assert.Equal(["c", "a"], queue.Ids);
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task A_message_whose_row_is_gone_was_sent_by_somebody_else()
    {
        await outbox.SendAsync(Partition, [Message("a")], None);

        Assert.Empty(queue.Ids);
    }

    [Fact]
    public async Task More_rows_than_one_commit_takes_are_sent_and_removed()
    {
        var messages = Enumerable.Range(0, 250).Select(i => Message($"m{i}")).ToArray();
        foreach (var some in messages.Chunk(StoreLimits.Changes))
        {
            await CommitAsync(some);
        }

        await outbox.SendAsync(Partition, messages, None);

        Assert.Equal(messages.Select(m => m.Message.Id), queue.Ids);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task The_rows_stay_when_the_queue_is_out_of_reach()
    {
        await CommitAsync(Message("a"), Message("b"));
        queue.BeforeSend = () => throw new HttpRequestException("unreachable");

        await Assert.ThrowsAsync<HttpRequestException>(() => outbox.SendAsync(Partition, [Message("a"), Message("b")], None));
        queue.BeforeSend = null;
        var swept = await outbox.SweepAsync(Partition, None);

        Assert.Equal(2, swept);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_sweep_between_send_and_removal_does_no_harm()
    {
        await CommitAsync(Message("a"), Message("b"));
        var other = new Box(store, new FakeQueue(), time);
        OnceBeforeCommit(Partition, () => other.SendAsync(Partition, [Message("a")], None));

        await outbox.SendAsync(Partition, [Message("a"), Message("b")], None);

        Assert.Equal(["a", "b"], queue.Ids);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_wish_repeated_while_it_is_sent_keeps_its_row()
    {
        await CommitAsync(Message("a"));
        queue.BeforeSend = () => CommitAsync(Message("a")).GetAwaiter().GetResult();

        await outbox.SendAsync(Partition, [Message("a")], None);
        var left = await RowsAsync();
        queue.BeforeSend = null;
        await outbox.SweepAsync(Partition, None);

        Assert.Single(left);
        Assert.Equal(["a", "a"], queue.Ids);
    }

    [Fact]
    public async Task A_sweep_of_everything_finds_what_a_dead_process_left()
    {
        await outbox.AnnounceAsync([Partition, "findings:web:1"], None);
        await CommitAsync(Message("a"));

        await NewProcess().SweepAllAsync(None);

        Assert.Equal(["a"], queue.Ids);
    }

    [Fact]
    public async Task One_unreachable_partition_does_not_keep_the_others_from_being_swept()
    {
        await outbox.AnnounceAsync(["a", "b", "c"], None);
        foreach (var partition in new[] { "a", "b", "c" })
        {
            await store.CommitAsync(partition, [Message(partition).ToRow()], None);
        }

        store.BeforeCommit = (partition, _) =>
        {
            if (partition == "a")
            {
                throw new HttpRequestException("unreachable");
            }
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => NewProcess().SweepAllAsync(None));

        Assert.Equal(["a", "b", "c"], queue.Ids.Order());
        Assert.Empty(await RowsAsync("b"));
        Assert.Empty(await RowsAsync("c"));
    }

    [Fact]
    public async Task Sixteen_partitions_are_announced_in_one_commit_and_not_again_for_ten_minutes()
    {
        var partitions = Enumerable.Range(0, 16).Select(i => $"findings:web:{i:x}").ToList();

        await outbox.AnnounceAsync(partitions, None);
        await outbox.AnnounceAsync(partitions, None);
        time.Advance(TimeSpan.FromMinutes(9));
        await outbox.AnnounceAsync(partitions, None);
        var withinTen = store.Commits;
        time.Advance(TimeSpan.FromMinutes(1));
        await outbox.AnnounceAsync(partitions, None);

        Assert.Equal((1, 2), (withinTen, store.Commits));
    }

    [Fact]
    public async Task An_announcement_is_stored_before_it_returns_or_it_throws()
    {
        store.BeforeCommit = (_, _) => throw new HttpRequestException("unreachable");

        await Assert.ThrowsAsync<HttpRequestException>(() => outbox.AnnounceAsync([Partition], None));
        store.BeforeCommit = null;
        await outbox.AnnounceAsync([Partition], None);

        Assert.Single(await RowsAsync(Register, ""));
    }

    [Fact]
    public async Task An_empty_partition_is_forgotten_after_seventy_minutes()
    {
        await outbox.AnnounceAsync([Partition], None);

        time.Advance(TimeSpan.FromMinutes(70));
        await outbox.SweepAllAsync(None);
        var kept = await RowsAsync(Register, "");
        time.Advance(TimeSpan.FromSeconds(1));
        await outbox.SweepAllAsync(None);

        Assert.Single(kept);
        Assert.Empty(await RowsAsync(Register, ""));
    }

    [Fact]
    public async Task A_partition_that_still_held_rows_is_kept_until_a_sweep_finds_it_empty()
    {
        await outbox.AnnounceAsync([Partition], None);
        await CommitAsync(Message("a"));
        time.Advance(TimeSpan.FromHours(2));

        await outbox.SweepAllAsync(None);
        var kept = await RowsAsync(Register, "");
        await outbox.SweepAllAsync(None);

        Assert.Single(kept);
        Assert.Empty(await RowsAsync(Register, ""));
    }

    [Fact]
    public async Task An_announcement_made_while_the_old_one_is_being_removed_survives()
    {
        await outbox.AnnounceAsync([Partition], None);
        time.Advance(TimeSpan.FromHours(2));
        OnceBeforeCommit(Register, () => NewProcess().AnnounceAsync([Partition], None));

        await outbox.SweepAllAsync(None);
        await CommitAsync(Message("a"));
        await NewProcess().SweepAllAsync(None);

        Assert.Equal(["a"], queue.Ids);
    }

    [Fact]
    public async Task A_writer_that_relies_on_an_old_announcement_is_still_found_an_hour_later()
    {
        await outbox.AnnounceAsync([Partition], None);
        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        await outbox.AnnounceAsync([Partition], None);
        time.Advance(TimeSpan.FromHours(1));

        await NewProcess().SweepAllAsync(None);
        await CommitAsync(Message("a"));
        await NewProcess().SweepAllAsync(None);

        Assert.Equal(["a"], queue.Ids);
    }

    [Fact]
    public async Task Two_sweeps_at_once_forget_a_partition_together()
    {
        await outbox.AnnounceAsync([Partition], None);
        time.Advance(TimeSpan.FromHours(2));
        OnceBeforeCommit(Register, () => NewProcess().SweepAllAsync(None));

        await outbox.SweepAllAsync(None);

        Assert.Empty(await RowsAsync(Register, ""));
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

    private static OutboxMessage Message(string id) => new(Queues.Evaluations, new QueueMessage(id, null, "{}"u8.ToArray()));

    private Box NewProcess() => new(store, queue, time);

    private async Task CommitAsync(params OutboxMessage[] messages) =>
        Assert.True(await store.CommitAsync(Partition, [.. messages.Select(m => m.ToRow())], None));

    private async Task<List<Row>> RowsAsync(string partition = Partition, string prefix = OutboxMessage.KeyPrefix)
    {
        var rows = new List<Row>();
        await foreach (var row in store.ListAsync(partition, prefix, null, None))
        {
            rows.Add(row);
        }

        return rows;
    }

    private void OnceBeforeCommit(string partition, Func<Task> act) => store.BeforeCommit = (into, _) =>
    {
        if (into == partition)
        {
            store.BeforeCommit = null;
            act().GetAwaiter().GetResult();
        }
    };
}
