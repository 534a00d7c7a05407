using Patchbay.Hooks;

namespace Patchbay.Tests.Hooks;

/// <summary>A call is judged, kept, and its ticket looked at; each once.</summary>
public sealed class HookDeskTests
{
    [Fact]
    public async Task A_call_about_a_ticket_of_ours_is_kept_and_has_it_looked_at()
    {
        using var bench = await HookBench.StartAsync();

        var outcome = await bench.CallAsync(40, "d1");

        Assert.Equal(HookOutcome.Queued, outcome);
        Assert.Single(bench.Queue.Sent);
        var kept = Assert.Single(await bench.DeliveriesAsync());
        Assert.Equal(("d1", "issues.closed", "ann", bench.Clock.GetUtcNow()), (kept.Delivery, kept.Event, kept.Actor, kept.At));
        Assert.Equal(["acme/site#40"], kept.Tickets);
    }

    [Fact]
    public async Task A_call_about_a_ticket_that_is_not_ours_is_kept_and_nothing_else()
    {
        using var bench = await HookBench.StartAsync();

        var outcome = await bench.CallAsync(41, "d1");

        Assert.Equal(HookOutcome.Noted, outcome);
        Assert.Empty(bench.Queue.Sent);
        Assert.Single(await bench.DeliveriesAsync());
        Assert.Equal((1, 1), (await bench.HealthAsync() is var h ? (h.Accepted, h.Noted) : default));
    }

    [Fact]
    public async Task A_repeated_delivery_is_not_looked_at_again()
    {
        using var bench = await HookBench.StartAsync();
        await bench.CallAsync(40, "d1");
        bench.Clock.Advance(TimeSpan.FromHours(2));

        var outcome = await bench.CallAsync(40, "d1");

        Assert.Equal(HookOutcome.Repeated, outcome);
        Assert.Single(bench.Queue.Sent);
        Assert.Single(await bench.DeliveriesAsync());
        Assert.Equal(1, (await bench.HealthAsync()).Repeated);
    }

    [Fact]
    public async Task Recorded_bytes_under_another_name_are_a_repetition_too()
    {
        using var bench = await HookBench.StartAsync();
        await bench.CallAsync(40, "d1");

        var outcome = await bench.CallAsync(40, "d2");

        Assert.Equal(HookOutcome.Repeated, outcome);
        Assert.Single(bench.Queue.Sent);
    }

    [Fact]
    public async Task A_forged_call_is_counted_with_its_reason_and_leaves_nothing_else()
    {
        using var bench = await HookBench.StartAsync();

        var outcome = await bench.CallAsync(40, "d1", secret: "guessed");

        Assert.Equal(HookOutcome.Refused, outcome);
        Assert.Empty(bench.Queue.Sent);
        Assert.Empty(await bench.DeliveriesAsync());
        var health = await bench.HealthAsync();
        Assert.Equal((1L, 0L, (DateTimeOffset?)bench.Clock.GetUtcNow()), (health.Refused, health.Accepted, health.LastRefusedAt));
        Assert.Contains("X-Hub-Signature-256", health.LastRefusedReason, StringComparison.Ordinal);
        Assert.Contains("WebhookRefused hub", bench.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_copy_does_not_keep_the_real_call_out()
    {
        using var bench = await HookBench.StartAsync();
        await bench.CallAsync(40, "d1", secret: "guessed");

        Assert.Equal(HookOutcome.Queued, await bench.CallAsync(40, "d1"));
    }

    [Fact]
    public async Task Without_a_secret_every_call_is_refused()
    {
        using var bench = await HookBench.StartAsync(secret: null);

        Assert.Equal(HookOutcome.Refused, await bench.CallAsync(40, "d1"));

        Assert.Contains("webhookSecret", (await bench.HealthAsync()).LastRefusedReason, StringComparison.Ordinal);
        Assert.Equal("no-secret", HookState.Of(await bench.HealthAsync(), hasSecret: false).State);
    }

    [Fact]
    public async Task Nobody_is_called_by_an_unknown_name()
    {
        using var bench = await HookBench.StartAsync();

        Assert.Equal(HookOutcome.Unknown, await bench.Desk.TakeAsync("hob", "{}"u8.ToArray(), new Microsoft.AspNetCore.Http.HeaderDictionary(), default));
    }

    [Fact]
    public async Task A_hundred_calls_at_once_are_all_counted()
    {
        using var bench = await HookBench.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => bench.CallAsync(40, $"d{n}", text: $"{n}"))));

        var health = await bench.HealthAsync();
        Assert.Equal((100L, 100), (health.Accepted, (await bench.DeliveriesAsync()).Count));
        Assert.Single(bench.Queue.Sent.Select(m => m.Id).Distinct());
    }

    [Fact]
    public async Task Old_calls_are_forgotten_and_young_ones_kept()
    {
        using var bench = await HookBench.StartAsync();
        for (var n = 0; n < 60; n++)
        {
            await bench.CallAsync(40, $"old{n}", text: $"old {n}");
        }

        bench.Clock.Advance(HookJournal.Kept + TimeSpan.FromMinutes(1));
        await bench.CallAsync(40, "young", text: "young");
        var swept = await bench.Journal.SweepAsync("hub", CancellationToken.None);

        Assert.Equal((180, 4), (swept, await bench.RowsAsync()));
        Assert.Equal("young", Assert.Single(await bench.DeliveriesAsync()).Delivery);
        Assert.Equal(HookOutcome.Repeated, await bench.CallAsync(40, "young", text: "young"));
    }

    [Fact]
    public async Task Health_tells_whether_the_hook_works()
    {
        using var bench = await HookBench.StartAsync();
        var fresh = HookState.Of(await bench.HealthAsync(), hasSecret: true);
        await bench.CallAsync(40, "d1");
        var working = HookState.Of(await bench.HealthAsync(), hasSecret: true);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.CallAsync(40, "d2", secret: "guessed");
        var refusing = HookState.Of(await bench.HealthAsync(), hasSecret: true);

        Assert.Equal(("waiting", "working", "refusing"), (fresh.State, working.State, refusing.State));
    }
}
