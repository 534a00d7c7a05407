using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Storage;

namespace Patchbay.Tests.Findings;

/// <summary>What people decide about findings.</summary>
public sealed class DecisionTests
{
    private readonly ScanBench bench = new();
    private readonly Decisions decisions;

    public DecisionTests() => decisions = new Decisions(bench.Rows, bench.Book, new AcceptedRisks(bench.Rows), bench.Outbox, bench.Clock);

    [Fact]
    public async Task A_decision_is_kept_with_its_reason_and_has_the_policies_look_again()
    {
        var finding = await RecordedAsync();
        var sent = bench.Queue.Sent.Count;
        var until = bench.Clock.GetUtcNow().AddDays(30);

        var outcome = await DecideAsync(finding.Key, new Decision(FindingState.RiskAccepted, "behind a firewall", until, "ann"));

        var kept = await bench.FindingAsync("src/a.cs");
        Assert.IsType<DecisionOutcome.Done>(outcome);
        Assert.Equal((FindingState.RiskAccepted, "behind a firewall", until), (kept.State, kept.StateReason, kept.AcceptedUntil));
        Assert.Null(kept.Verdict);
        var work = StoredJson.Read<EvaluationWork>(Assert.Single(bench.Queue.Sent.Skip(sent)).Message.Body);
        Assert.Equal(new EvaluationWork("shop", null, FindingBook.ShardOf(kept.Key), null), work);
    }

    [Fact]
    public async Task Every_decision_is_in_the_history_newest_first()
    {
        var finding = await RecordedAsync();
        await DecideAsync(finding.Key, new Decision(FindingState.FalsePositive, "only a test", null, "ann"));
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await DecideAsync(finding.Key, new Decision(FindingState.Open, "it is not", null, "bob"));

        var history = await decisions.HistoryOf("shop", finding.Key, CancellationToken.None).ToListAsync();

        Assert.Equal([("bob", "it is not"), ("ann", "only a test")], history.Select(h => (h.Who, h.Reason)));
        Assert.Equal("false-positive", history[0].Before!.Value.GetProperty("state").GetString());
        Assert.Equal("open", history[0].After!.Value.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_same_decision_again_writes_nothing()
    {
        var finding = await RecordedAsync();
        var decision = new Decision(FindingState.FalsePositive, "only a test", null, "ann");
        await DecideAsync(finding.Key, decision);
        var writes = bench.Store.Writes;

        await DecideAsync(finding.Key, decision);

        Assert.Equal(writes, bench.Store.Writes);
    }

    [Fact]
    public async Task An_evaluation_at_the_same_moment_takes_nothing_from_a_decision()
    {
        var finding = await RecordedAsync();
        var isFirst = true;
        bench.Store.BeforeCommit = (partition, _) =>
        {
            if (isFirst && partition.StartsWith("findings:", StringComparison.Ordinal))
            {
                isFirst = false;
                bench.ChangeAsync(finding, f => f with { Verdict = new Verdict(7, true, [], []) }).GetAwaiter().GetResult();
            }
        };

        await DecideAsync(finding.Key, new Decision(FindingState.FalsePositive, "only a test", null, "ann"));

        Assert.Equal((FindingState.FalsePositive, null), ((await bench.FindingAsync("src/a.cs")).State, (await bench.FindingAsync("src/a.cs")).Verdict));
    }

    [Fact]
    public async Task What_was_decided_for_a_finding_that_is_not_there_is_told()
    {
        var outcome = await DecideAsync(new string('0', FindingKey.Characters), new Decision(FindingState.Open, "why not", null, "ann"));

        Assert.IsType<DecisionOutcome.Missing>(outcome);
    }

    [Theory]
    [InlineData(FindingState.Suppressed, "reason", null)]
    [InlineData(FindingState.Ignored, "reason", null)]
    [InlineData(FindingState.FalsePositive, "", null)]
    [InlineData(FindingState.FalsePositive, "reason", 1)]
    [InlineData(FindingState.RiskAccepted, "reason", 0)]
    public async Task A_decision_that_makes_no_sense_is_refused(FindingState state, string reason, int? untilDays)
    {
        var finding = await RecordedAsync();
        var until = untilDays is { } days ? bench.Clock.GetUtcNow().AddDays(days) : default(DateTimeOffset?);

        var outcome = await DecideAsync(finding.Key, new Decision(state, reason, until, "ann"));

        Assert.IsType<DecisionOutcome.Refused>(outcome);
        Assert.Equal(FindingState.Open, (await bench.FindingAsync("src/a.cs")).State);
    }

    [Fact]
    public async Task An_accepted_risk_ends_on_its_day_and_the_policies_look_again()
    {
        var finding = await RecordedAsync();
        await DecideAsync(finding.Key, new Decision(FindingState.RiskAccepted, "until the release", bench.Clock.GetUtcNow().AddDays(30), "ann"));
        await decisions.EndAcceptedRisksAsync(CancellationToken.None);
        var before = await bench.FindingAsync("src/a.cs");
        bench.Clock.Advance(TimeSpan.FromDays(30));
        var sent = bench.Queue.Sent.Count;

        await decisions.EndAcceptedRisksAsync(CancellationToken.None);
        await decisions.EndAcceptedRisksAsync(CancellationToken.None);

        var after = await bench.FindingAsync("src/a.cs");
        Assert.Equal(FindingState.RiskAccepted, before.State);
        Assert.Equal((FindingState.Open, null, null), (after.State, after.AcceptedUntil, after.Verdict));
        Assert.Single(bench.Queue.Sent.Skip(sent));
        var history = await decisions.HistoryOf("shop", finding.Key, CancellationToken.None).ToListAsync();
        Assert.Equal(["patchbay", "ann"], history.Select(h => h.Who));
    }

    [Theory]
    [InlineData(FindingState.RiskAccepted)]
    [InlineData(FindingState.FalsePositive)]
    public async Task An_acceptance_that_was_prolonged_or_replaced_does_not_end_on_its_first_day(FindingState second)
    {
        var finding = await RecordedAsync();
        await DecideAsync(finding.Key, new Decision(FindingState.RiskAccepted, "a month", bench.Clock.GetUtcNow().AddDays(30), "ann"));
        var until = second == FindingState.RiskAccepted ? bench.Clock.GetUtcNow().AddDays(60) : default(DateTimeOffset?);
        await DecideAsync(finding.Key, new Decision(second, "after all", until, "ann"));
        bench.Clock.Advance(TimeSpan.FromDays(31));

        await decisions.EndAcceptedRisksAsync(CancellationToken.None);

        Assert.Equal((second, until), ((await bench.FindingAsync("src/a.cs")).State, (await bench.FindingAsync("src/a.cs")).AcceptedUntil));
    }

    [Fact]
    public async Task A_person_who_decides_while_the_acceptance_ends_is_heard()
    {
        var finding = await RecordedAsync();
        await DecideAsync(finding.Key, new Decision(FindingState.RiskAccepted, "a month", bench.Clock.GetUtcNow().AddDays(30), "ann"));
        bench.Clock.Advance(TimeSpan.FromDays(31));
        var isFirst = true;
        bench.Store.BeforeCommit = (partition, _) =>
        {
            if (isFirst && partition.StartsWith("findings:", StringComparison.Ordinal))
            {
                isFirst = false;
                var accepted = bench.FindingAsync("src/a.cs").GetAwaiter().GetResult();
                bench.ChangeAsync(accepted, f => f with { State = FindingState.FalsePositive, AcceptedUntil = null }).GetAwaiter().GetResult();
            }
        };

        await decisions.EndAcceptedRisksAsync(CancellationToken.None);

        Assert.Equal(FindingState.FalsePositive, (await bench.FindingAsync("src/a.cs")).State);
    }

    private Task<DecisionOutcome> DecideAsync(string key, Decision decision) =>
        decisions.DecideAsync("shop", key, decision, CancellationToken.None);

    private async Task<FindingRecord> RecordedAsync()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        await bench.EvaluateAsync();
        return await bench.FindingAsync("src/a.cs");
    }
}
