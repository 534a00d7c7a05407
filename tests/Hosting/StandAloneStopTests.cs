using System.Threading.Channels;
using Patchbay.Hosting;
using Patchbay.Outbox;
using Patchbay.Tests.Support;
using static Patchbay.Tests.Hosting.StandAloneBench;

namespace Patchbay.Tests.Hosting;

/// <summary>The host inside this process never loses a message, however a function or the process ends.</summary>
public sealed class StandAloneStopTests : IDisposable
{
    private readonly StandAloneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_stop_waits_for_what_runs_and_takes_nothing_new()
    {
        using var queue = bench.Open();
        var started = Channel.CreateUnbounded<string>();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = bench.Host(queue, new FunctionRegistry().OnQueue("PushTickets", Queues.Lanes, async (invocation, cancellationToken) =>
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
        await InTimeAsync(stop);

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
        using (var queue = bench.Open())
        using (var host = bench.Host(queue, functions))
        using (var enough = new CancellationTokenSource())
        {
            await host.StartAsync(default);
            await queue.SendAsync(Queues.Evaluations, [Message("a")], default);
            await NextAsync(started);
            var stop = host.StopAsync(enough.Token);
            await enough.CancelAsync();
            await InTimeAsync(cut.Task);
            await InTimeAsync(stop);
            await InTimeAsync(host.ExecuteTask!);
        }

        using var again = bench.Open();
        using var next = bench.Host(again, functions);
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
        using var queue = bench.Open();
        using var host = bench.Host(queue, Evaluate(async (invocation, cancellationToken) =>
        {
            started.Writer.TryWrite(Text(invocation));
            await go.Task.WaitAsync(cancellationToken);
        }));
        await host.StartAsync(default);
        await queue.SendAsync(Queues.Evaluations, [.. Enumerable.Range(0, 6).Select(i => Message($"{i}"))], default);
        await NextAsync(started);

        bench.CopyFilesTo(afterwards);

        var handled = Channel.CreateUnbounded<string>();
        using var left = new LocalQueue(new LocalQueueSettings { Path = afterwards.File("queue.db") }, bench.Time);
        using var next = bench.Host(left, Evaluate((invocation, _) => Task.FromResult(handled.Writer.TryWrite(Text(invocation)))));
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
        using var queue = bench.Open();
        var started = Channel.CreateUnbounded<string>();
        var settings = new StandAloneSettings { FunctionTimeout = TimeSpan.FromMinutes(9) };
        using var host = bench.Host(
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
            await bench.AdvanceAsync(TimeSpan.FromMinutes(9));
            if (i < Queues.Deliveries)
            {
                await bench.AdvanceAsync(LocalQueue.WaitAfter(i));
                await NextAsync(started);
            }
        }

        await host.StopAsync(default);

        var letter = Assert.Single(await queue.DeadLettersAsync(Queues.Evaluations, default));
        Assert.Equal("It ran longer than 00:09:00 and was cancelled.", letter.Reason);
    }
}
