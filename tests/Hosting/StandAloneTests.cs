using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Patchbay.Hosting;
using Patchbay.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>The host inside this process: it never loses a message, whatever functions and stops do.</summary>
public sealed class StandAloneTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeTime time = new();
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_message_is_handled_once_and_gone()
    {
        using var queue = Open();
        var seen = Channel.CreateUnbounded<string>();
        using var host = Host(queue, Evaluate((invocation, _) => Task.FromResult(seen.Writer.TryWrite($"{Text(invocation)} {invocation.DeliveryCount}"))));
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [Message("a"), Message("b")], default);
        var handled = new[] { await NextAsync(seen), await NextAsync(seen) };
        await host.StopAsync(default);

        Assert.Equal(["a 1", "b 1"], handled.Order());
        Assert.Equal(0, await queue.CountAsync(Queues.Evaluations, default));
    }

    [Fact]
    public async Task A_failed_message_comes_again_after_a_wait()
    {
        using var queue = Open();
        var seen = Channel.CreateUnbounded<string>();
        using var host = Host(queue, Evaluate((invocation, _) =>
        {
            seen.Writer.TryWrite($"{invocation.DeliveryCount}");
            return invocation.DeliveryCount < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        }));
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
        var counts = new List<string> { await NextAsync(seen) };
        await AdvanceAsync(LocalQueue.WaitAfter(1));
        counts.Add(await NextAsync(seen));
        await AdvanceAsync(LocalQueue.WaitAfter(2));
        counts.Add(await NextAsync(seen));
        await host.StopAsync(default);

        Assert.Equal(["1", "2", "3"], counts);
        Assert.Equal(0, await queue.CountAsync(Queues.Evaluations, default));
    }

    [Fact]
    public async Task A_message_that_fails_ten_times_is_a_dead_letter_with_the_last_reason()
    {
        using var queue = Open();
        var seen = Channel.CreateUnbounded<string>();
        using var host = Host(queue, Evaluate((invocation, _) =>
        {
            seen.Writer.TryWrite("");
            throw new InvalidOperationException($"failure {invocation.DeliveryCount}");
        }));
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
        await NextAsync(seen);
        for (var i = 1; i < Queues.Deliveries; i++)
        {
            await AdvanceAsync(LocalQueue.WaitAfter(i));
            await NextAsync(seen);
        }

        await host.StopAsync(default);

        var letter = Assert.Single(await queue.DeadLettersAsync(Queues.Evaluations, default));
        Assert.Equal("InvalidOperationException: failure 10", letter.Reason);
    }

    [Fact]
    public async Task A_session_is_handled_in_order_and_one_at_a_time_while_others_run_beside_it()
    {
        using var queue = Open();
        var log = new List<string>();
        var left = 60;
        var running = new Dictionary<char, int>();
        var overlaps = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bothRun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Host(queue, new FunctionRegistry().OnQueue("PushTickets", Queues.Lanes, async (invocation, _) =>
        {
            var session = Text(invocation)[0];
            lock (log)
            {
                log.Add(Text(invocation));
                overlaps += running.GetValueOrDefault(session);
                running[session] = running.GetValueOrDefault(session) + 1;
                if (running.Count(r => r.Value > 0) > 1)
                {
                    bothRun.TrySetResult();
                }
            }

            // The first of each session waits for the other one: they can only go on together.
            await bothRun.Task;
            lock (log)
            {
                running[session]--;
                if (--left == 0)
                {
                    done.SetResult();
                }
            }
        }));
        await host.StartAsync(default);

        var messages = Enumerable.Range(0, 60).Select(i => Message($"{"ab"[i % 2]}{i:d2}", session: $"{"ab"[i % 2]}")).ToList();
        await queue.SendAsync(Queues.Lanes, messages, default);
        await done.Task.WaitAsync(Patience);
        await host.StopAsync(default);

        Assert.Equal(0, overlaps);
        Assert.Equal(log.Where(l => l[0] == 'a').Order(), log.Where(l => l[0] == 'a'));
        Assert.Equal(log.Where(l => l[0] == 'b').Order(), log.Where(l => l[0] == 'b'));
        Assert.Equal(60, log.Count);
    }

    [Fact]
    public async Task No_more_messages_than_the_setting_says_are_handled_at_a_time()
    {
        using var queue = Open();
        var started = Channel.CreateUnbounded<string>();
        var go = new SemaphoreSlim(0);
        using var host = Host(queue, Evaluate(async (invocation, cancellationToken) =>
        {
            started.Writer.TryWrite(Text(invocation));
            await go.WaitAsync(cancellationToken);
        }));
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [.. Enumerable.Range(0, 6).Select(i => Message($"{i}"))], default);
        var first = new[] { await NextAsync(started), await NextAsync(started), await NextAsync(started), await NextAsync(started) };
        var isFifthWaiting = !started.Reader.TryRead(out _);
        go.Release(6);
        var rest = new[] { await NextAsync(started), await NextAsync(started) };
        await host.StopAsync(default);

        Assert.True(isFifthWaiting);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], first.Concat(rest).Order());
    }

    [Fact]
    public async Task A_timer_ticks_at_start_and_at_every_full_five_minutes_even_when_it_fails()
    {
        using var queue = Open();
        var ticks = Channel.CreateUnbounded<string>();
        using var host = Host(queue, new FunctionRegistry().OnTimer("Tend", new TimerSchedule(5), (_, _) =>
        {
            ticks.Writer.TryWrite(time.GetUtcNow().ToString("HH:mm:ss", null));
            throw new InvalidOperationException("nothing to tend");
        }));
        time.Advance(TimeSpan.FromSeconds(90));
        await host.StartAsync(default);

        var seen = new List<string> { await NextAsync(ticks) };
        await AdvanceAsync(TimeSpan.FromSeconds(210));
        seen.Add(await NextAsync(ticks));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        seen.Add(await NextAsync(ticks));
        await host.StopAsync(default);

        Assert.Equal(["10:01:30", "10:05:00", "10:10:00"], seen);
    }

    [Fact]
    public async Task A_stop_waits_for_what_runs_and_takes_nothing_new()
    {
        using var queue = Open();
        var started = Channel.CreateUnbounded<string>();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Host(queue, new FunctionRegistry().OnQueue("PushTickets", Queues.Lanes, async (invocation, cancellationToken) =>
        {
            started.Writer.TryWrite(Text(invocation));
            await go.Task.WaitAsync(cancellationToken);
        }));
        await host.StartAsync(default);
        await queue.SendAsync(Queues.Lanes, [Message("a1", "a"), Message("a2", "a")], default);
        await NextAsync(started);

        var stop = host.StopAsync(default);
        var isWaiting = !stop.IsCompleted;
        go.SetResult();
        await stop.WaitAsync(Patience);

        Assert.True(isWaiting);
        Assert.Equal("a2", (await queue.TryReceiveAsync(Queues.Lanes, default))?.Id);
    }

    [Fact]
    public async Task What_is_cut_off_when_the_time_to_stop_is_over_runs_again_at_the_next_start()
    {
        var started = Channel.CreateUnbounded<string>();
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var functions = Evaluate(async (invocation, cancellationToken) =>
        {
            started.Writer.TryWrite($"{invocation.DeliveryCount}");
            if (invocation.DeliveryCount == 1)
            {
                await using var registration = cancellationToken.Register(cut.SetResult);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        });
        using (var queue = Open())
        using (var host = Host(queue, functions))
        using (var enough = new CancellationTokenSource())
        {
            await host.StartAsync(default);
            await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
            await NextAsync(started);
            var stop = host.StopAsync(enough.Token);
            await enough.CancelAsync();
            await cut.Task.WaitAsync(Patience);
            await stop.WaitAsync(Patience);
            await host.ExecuteTask!.WaitAsync(Patience);
        }

        using var again = Open();
        using var next = Host(again, functions);
        await next.StartAsync(default);
        var count = await NextAsync(started);
        await next.StopAsync(default);

        Assert.Equal("2", count);
        Assert.Equal(0, await again.CountAsync(Queues.Evaluations, default));
    }

    [Fact]
    public async Task After_an_abrupt_end_in_the_middle_of_a_function_everything_is_handled_by_the_next_process()
    {
        using var afterwards = new TempFolder();
        var started = Channel.CreateUnbounded<string>();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var queue = Open();
        using var host = Host(queue, Evaluate(async (invocation, cancellationToken) =>
        {
            started.Writer.TryWrite(Text(invocation));
            await go.Task.WaitAsync(cancellationToken);
        }));
        await host.StartAsync(default);
        await queue.SendAsync(Queues.Evaluations, [.. Enumerable.Range(0, 6).Select(i => Message($"{i}"))], default);
        await NextAsync(started);

        // What a killed process leaves is what the files hold at that moment.
        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            File.Copy(file, afterwards.File(Path.GetFileName(file)));
        }

        var handled = Channel.CreateUnbounded<string>();
        using var left = new LocalQueue(new LocalQueueSettings { Path = afterwards.File("queue.db") }, time);
        using var next = Host(left, Evaluate((invocation, _) => Task.FromResult(handled.Writer.TryWrite(Text(invocation)))));
        await next.StartAsync(default);
        var bodies = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            bodies.Add(await NextAsync(handled));
        }

        await next.StopAsync(default);
        go.SetResult();
        await host.StopAsync(default);

        Assert.Equal(["0", "1", "2", "3", "4", "5"], bodies.Order());
        Assert.Equal(0, await left.CountAsync(Queues.Evaluations, default));
    }

    [Fact]
    public async Task A_function_that_never_ends_is_cancelled_and_its_message_says_so()
    {
        using var queue = Open();
        var started = Channel.CreateUnbounded<string>();
        var settings = new StandAloneSettings { FunctionTimeout = TimeSpan.FromMinutes(9) };
        using var host = Host(
            queue,
            Evaluate(async (invocation, cancellationToken) =>
            {
                started.Writer.TryWrite("");
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }),
            settings);
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
        await NextAsync(started);
        for (var i = 1; i <= Queues.Deliveries; i++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(9));
            if (i < Queues.Deliveries)
            {
                await AdvanceAsync(LocalQueue.WaitAfter(i));
                await NextAsync(started);
            }
        }

        await UntilAsync(async () => (await queue.DeadLettersAsync(Queues.Evaluations, default)).Count == 1);
        await host.StopAsync(default);

        var letter = Assert.Single(await queue.DeadLettersAsync(Queues.Evaluations, default));
        Assert.Equal("It ran longer than 00:09:00 and was cancelled.", letter.Reason);
    }

    private static FunctionRegistry Evaluate(QueueFunction run) => new FunctionRegistry().OnQueue("EvaluatePolicy", Queues.Evaluations, run);

    private static QueueMessage Message(string text, string? session = null) => new(text, session, Encoding.UTF8.GetBytes(text));

    private static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Body.Span);

    private static async Task<string> NextAsync(Channel<string> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private LocalQueue Open() => new(new LocalQueueSettings { Path = folder.File("queue.db") }, time);

    private StandAlone Host(LocalQueue queue, FunctionRegistry functions, StandAloneSettings? settings = null) => new(
        queue,
        functions,
        new Envelope(functions, NullLogger<Envelope>.Instance),
        settings ?? new StandAloneSettings(),
        time,
        NullLogger<StandAlone>.Instance);

    private async Task AdvanceAsync(TimeSpan wait)
    {
        await time.UntilSomebodyWaitsForAsync(wait);
        time.Advance(wait);
    }
}
