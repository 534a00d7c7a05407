using System.Threading.Channels;
using Patchbay.Hosting;
using Patchbay.Outbox;
using static Patchbay.Tests.Hosting.StandAloneBench;

namespace Patchbay.Tests.Hosting;

/// <summary>The host inside this process hands on messages and ticks timers as the Functions host does.</summary>
public sealed class StandAloneTests : IDisposable
{
    private readonly StandAloneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_message_is_handled_once_and_gone()
    {
        using var queue = bench.Open();
        var seen = Channel.CreateUnbounded<string>();
        using var host = bench.Host(queue, Evaluate((invocation, _) => Task.FromResult(seen.Writer.TryWrite($"{Text(invocation)} {invocation.DeliveryCount}"))));
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
        using var queue = bench.Open();
        var seen = Channel.CreateUnbounded<string>();
        using var host = bench.Host(queue, Evaluate((invocation, _) =>
        {
            seen.Writer.TryWrite($"{invocation.DeliveryCount}");
            return invocation.DeliveryCount < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        }));
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
        var counts = new List<string> { await NextAsync(seen) };
        await bench.AdvanceAsync(LocalQueue.WaitAfter(1));
        counts.Add(await NextAsync(seen));
        await bench.AdvanceAsync(LocalQueue.WaitAfter(2));
        counts.Add(await NextAsync(seen));
        await host.StopAsync(default);

        Assert.Equal(["1", "2", "3"], counts);
        Assert.Equal(0, await queue.CountAsync(Queues.Evaluations, default));
    }

    [Fact]
    public async Task A_message_that_fails_ten_times_is_a_dead_letter_with_the_last_reason()
    {
        using var queue = bench.Open();
        var seen = Channel.CreateUnbounded<string>();
        using var host = bench.Host(queue, Evaluate((invocation, _) =>
        {
            seen.Writer.TryWrite("");
            throw new InvalidOperationException($"failure {invocation.DeliveryCount}");
        }));
        await host.StartAsync(default);

        await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
        await NextAsync(seen);
        for (var i = 1; i < Queues.Deliveries; i++)
        {
            await bench.AdvanceAsync(LocalQueue.WaitAfter(i));
            await NextAsync(seen);
        }

        await host.StopAsync(default);

        var letter = Assert.Single(await queue.DeadLettersAsync(Queues.Evaluations, default));
        Assert.Equal("InvalidOperationException: failure 10", letter.Reason);
    }

    [Fact]
    public async Task A_session_is_handled_in_order_and_one_at_a_time_while_others_run_beside_it()
    {
        using var queue = bench.Open();
        var log = new List<string>();
        var left = 60;
        var running = new Dictionary<char, int>();
        var overlaps = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bothRun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = bench.Host(queue, new FunctionRegistry().OnQueue("PushTickets", Queues.Lanes, async (invocation, _) =>
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
        await InTimeAsync(done.Task);
        await host.StopAsync(default);

        Assert.Equal(0, overlaps);
        Assert.Equal(log.Where(l => l[0] == 'a').Order(), log.Where(l => l[0] == 'a'));
        Assert.Equal(log.Where(l => l[0] == 'b').Order(), log.Where(l => l[0] == 'b'));
        Assert.Equal(60, log.Count);
    }

    [Fact]
    public async Task No_more_messages_than_the_setting_says_are_handled_at_a_time()
    {
        using var queue = bench.Open();
        var started = Channel.CreateUnbounded<string>();
        var go = new SemaphoreSlim(0);
        using var host = bench.Host(queue, Evaluate(async (invocation, cancellationToken) =>
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
        using var queue = bench.Open();
        var ticks = Channel.CreateUnbounded<string>();
        using var host = bench.Host(queue, new FunctionRegistry().OnTimer("Tend", new TimerSchedule(5), (_, _) =>
        {
            ticks.Writer.TryWrite(bench.Time.GetUtcNow().ToString("HH:mm:ss", null));
            throw new InvalidOperationException("nothing to tend");
        }));
        bench.Time.Advance(TimeSpan.FromSeconds(90));
        await host.StartAsync(default);

        var seen = new List<string> { await NextAsync(ticks) };
        await bench.AdvanceAsync(TimeSpan.FromSeconds(210));
        seen.Add(await NextAsync(ticks));
        await bench.AdvanceAsync(TimeSpan.FromMinutes(5));
        seen.Add(await NextAsync(ticks));
        await host.StopAsync(default);

        Assert.Equal(["10:01:30", "10:05:00", "10:10:00"], seen);
    }
}
