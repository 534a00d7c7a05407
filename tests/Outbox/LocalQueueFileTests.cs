using Patchbay.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Outbox;

/// <summary>What the stand-alone queue keeps when its process ends.</summary>
public sealed class LocalQueueFileTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTime time = new();
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_state_of_a_message_survives_a_restart()
    {
        using (var queue = Open())
        {
            await queue.SendAsync(Queues.Evaluations, [Message("held"), Message("waiting"), Later("scheduled")], None);
            await queue.ReceiveAsync(Queues.Evaluations, None);
        }

        using var again = Open();
        var held = await again.TryReceiveAsync(Queues.Evaluations, None);
        var waiting = await again.TryReceiveAsync(Queues.Evaluations, None);
        await again.CompleteAsync(held!, None);
        await again.CompleteAsync(waiting!, None);
        var early = await again.TryReceiveAsync(Queues.Evaluations, None);
        time.Advance(TimeSpan.FromHours(1));
        var scheduled = await again.TryReceiveAsync(Queues.Evaluations, None);

        Assert.Equal(("held", 2), (held?.Id, held?.Count));
        Assert.Equal(("waiting", 1), (waiting?.Id, waiting?.Count));
        Assert.Null(early);
        Assert.Equal(("scheduled", 1), (scheduled?.Id, scheduled?.Count));
    }

    [Fact]
    public async Task A_message_that_takes_the_process_down_each_time_dies()
    {
        using (var queue = Open())
        {
            await queue.SendAsync(Queues.Evaluations, [Message("poison")], None);
        }

        for (var i = 0; i < Queues.Deliveries; i++)
        {
            using var queue = Open();
            await queue.ReceiveAsync(Queues.Evaluations, None);
        }

        using var last = Open();
        var delivery = await last.TryReceiveAsync(Queues.Evaluations, None);

        Assert.Null(delivery);
        Assert.Equal("poison", Assert.Single(await last.DeadLettersAsync(Queues.Evaluations, None)).Id);
    }

    [Fact]
    public async Task Repeated_ids_are_recognised_after_a_restart()
    {
        using (var queue = Open())
        {
            await queue.SendAsync(Queues.Evaluations, [Message("a")], None);
        }

        using var again = Open();
        await again.SendAsync(Queues.Evaluations, [Message("a")], None);

        Assert.Equal(1, await again.CountAsync(Queues.Evaluations, None));
    }

    [Fact]
    public async Task A_copy_of_the_files_taken_without_closing_opens_with_everything_that_was_sent()
    {
        using var copies = new TempFolder();
        using var queue = Open();
        await queue.SendAsync(Queues.Evaluations, [Message("a"), Message("b")], None);
        await queue.CompleteAsync(await queue.ReceiveAsync(Queues.Evaluations, None), None);

        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            File.Copy(file, copies.File(Path.GetFileName(file)));
        }

        using var copy = new LocalQueue(new LocalQueueSettings { Path = copies.File("queue.db") }, time);
        Assert.Equal("b", (await copy.TryReceiveAsync(Queues.Evaluations, None))?.Id);
    }

    [Fact]
    public void A_second_process_is_told_that_the_file_is_in_use()
    {
        using var first = Open();

        var refusal = Assert.Throws<InvalidOperationException>(Open);

        Assert.Contains("queue.db", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_called_damaged()
    {
        File.WriteAllText(folder.File("queue.db"), new string('x', 8192));

        var refusal = Assert.Throws<InvalidOperationException>(Open);

        Assert.Contains("is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_told_as_such()
    {
        var settings = new LocalQueueSettings { Path = Path.Combine(folder.Path, "no", "queue.db") };

        var refusal = Assert.Throws<InvalidOperationException>(() => new LocalQueue(settings, time));

        Assert.Contains("cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Only_the_owner_can_read_the_files()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes");
        using var queue = Open();

        await queue.SendAsync(Queues.Evaluations, [Message("a")], None);

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var files = Directory.GetFiles(folder.Path);
        Assert.NotEmpty(files);
#pragma warning disable CA1416 // Skipped above.
        Assert.All(files, f => Assert.Equal(owner, File.GetUnixFileMode(f)));
#pragma warning restore CA1416
    }

    private LocalQueue Open() => new(new LocalQueueSettings { Path = folder.File("queue.db") }, time);

    private static QueueMessage Message(string id) => new(id, null, "{}"u8.ToArray());

    private QueueMessage Later(string id) => Message(id) with { NotBefore = time.GetUtcNow().AddHours(1) };
}
