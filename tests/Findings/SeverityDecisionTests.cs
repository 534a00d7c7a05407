using System.Net;
using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Tests.Links;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Findings;

/// <summary>A severity that somebody decided in place of the scanner's.</summary>
public sealed class SeverityDecisionTests
{
    private readonly ScanBench bench = new();
    private readonly Decisions decisions;

    public SeverityDecisionTests() => decisions = new Decisions(bench.Rows, bench.Book, new AcceptedRisks(bench.Rows), bench.Outbox, bench.Clock);

    [Fact]
    public async Task It_counts_for_every_reader_and_the_scanners_word_is_kept()
    {
        var finding = await RecordedAsync();
        var sent = bench.Queue.Sent.Count;

        await RateAsync(finding, Severity.Low, "behind a firewall");

        var rated = await bench.FindingAsync("src/a.cs");
        Assert.Equal(new Rating(Severity.Low, "error", SeverityDecision.Origin), rated.Finding.Rating);
        Assert.Equal(
            new SeverityDecision(Severity.Low, "behind a firewall", "ann", bench.Clock.GetUtcNow()) { Reported = finding.Finding.Rating }, rated.SeverityDecision);
        Assert.Null(rated.Verdict);
        Assert.Single(bench.Queue.Sent.Skip(sent));
    }

    [Fact]
    public async Task A_rescan_with_other_content_keeps_it_and_notes_what_the_scanner_says_now()
    {
        await RateAsync(await RecordedAsync(), Severity.Low);

        await bench.PostAsync(Flaw.At("src/a.cs", severity: Severity.Critical, message: "worse than we thought"));

        var rated = await bench.FindingAsync("src/a.cs");
        Assert.Equal((Severity.Low, "worse than we thought"), (rated.Finding.Rating.Value, rated.Finding.Message));
        Assert.Equal((Severity.Low, Severity.Critical), (rated.SeverityDecision!.Value, rated.SeverityDecision.Reported.Value));
    }

    [Fact]
    public async Task A_rescan_with_the_same_content_writes_no_finding()
    {
        await RateAsync(await RecordedAsync(), Severity.Low);
        await bench.EvaluateAsync();
        var before = (await bench.Book.FindAsync("shop", (await bench.FindingAsync("src/a.cs")).Key, CancellationToken.None))!;

        var scan = await bench.PostAsync(u => u with { ReportHash = "again" }, Flaw.At("src/a.cs"));

        var after = (await bench.Book.FindAsync("shop", before.Record.Key, CancellationToken.None))!;
        Assert.Equal((before.Version, 1), (after.Version, scan.Counts.Seen));
    }

    [Fact]
    public async Task It_outlives_that_the_finding_is_fixed_and_comes_back()
    {
        await RateAsync(await RecordedAsync(), Severity.Low);
        await bench.PostAsync();
        var gone = await bench.FindingAsync("src/a.cs");

        await bench.PostAsync(Flaw.At("src/a.cs", message: "again"));

        var back = await bench.FindingAsync("src/a.cs");
        Assert.Equal((FindingState.Fixed, Severity.Low), (gone.State, gone.Finding.Rating.Value));
        Assert.Equal((FindingState.Open, Severity.Low), (back.State, back.Finding.Rating.Value));
    }

    [Fact]
    public async Task Taken_back_the_scanners_last_rating_counts_again()
    {
        var finding = await RecordedAsync();
        await RateAsync(finding, Severity.Low);
        await RateAsync(finding, Severity.Info);
        await bench.PostAsync(Flaw.At("src/a.cs", severity: Severity.Critical));

        await RateAsync(finding, null, string.Empty);

        var after = await bench.FindingAsync("src/a.cs");
        Assert.Null(after.SeverityDecision);
        Assert.Equal(new Rating(Severity.Critical, "error", "level"), after.Finding.Rating);
    }

    [Fact]
    public async Task Every_change_of_it_is_in_the_history_with_before_and_after()
    {
        var finding = await RecordedAsync();
        await RateAsync(finding, Severity.Low);
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await RateAsync(finding, null, string.Empty);

        var history = await decisions.HistoryOf("shop", finding.Key, CancellationToken.None).ToListAsync();

        Assert.Equal([("take severity back", null), ("decide severity", "no harm")], history.Select(h => (h.What, h.Reason)));
        Assert.Equal("""{"severity":"high","isDecided":false}""", history[1].Before!.Value.GetRawText());
        Assert.Equal("""{"severity":"low","isDecided":true}""", history[1].After!.Value.GetRawText());
        Assert.Equal("""{"severity":"high","isDecided":false}""", history[0].After!.Value.GetRawText());
    }

    [Theory]
    [InlineData(Severity.Low)]
    [InlineData(null)]
    public async Task The_same_again_writes_nothing(Severity? value)
    {
        var finding = await RecordedAsync();
        await RateAsync(finding, value);
        var writes = bench.Store.Writes;

        await RateAsync(finding, value);

        Assert.Equal(writes, bench.Store.Writes);
    }

    [Fact]
    public async Task Policies_judge_by_it_until_it_is_taken_back()
    {
        var lane = await new LaneBench().ConnectedAsync();
        var name = await lane.WishAsync(Severity.High);
        await lane.Decisions.RateAsync("shop", name.FindingKey, Severity.Low, "no harm", "ann", CancellationToken.None);
        var work = new EvaluationWork("shop", null, FindingBook.ShardOf(name.FindingKey), null);
        await lane.Evaluation.RunAsync(work, CancellationToken.None);
        var low = await lane.FindingAsync(name);

        await lane.Decisions.RateAsync("shop", name.FindingKey, null, string.Empty, "ann", CancellationToken.None);
        await lane.Evaluation.RunAsync(work, CancellationToken.None);

        var high = await lane.FindingAsync(name);
        Assert.Equal((false, true), (low.Verdict!.IsVulnerability, high.Verdict!.IsVulnerability));
    }

    [Fact]
    public async Task It_is_decided_and_taken_back_over_HTTP()
    {
        await using var api = await FindingApi.StartAsync();
        await api.PostScanAsync(Make.Sarif(1));
        var path = $"/api/assets/shop/findings/{(await api.GetAsync("/api/assets/shop/findings")).GetProperty("items")[0].GetProperty("key").GetString()}";

        await api.SendAsync(HttpMethod.Put, path + "/severity", new { severity = "low", reason = "no harm" }, HttpStatusCode.OK);
        var low = await api.GetAsync(path);
        using var deleted = await api.Http.DeleteAsync(path + "/severity?reason=harm+after+all");

        var back = await FindingApi.ReadAsync(deleted, HttpStatusCode.OK);
        Assert.Equal(("low", "api"), (low.GetProperty("severity").GetString(), low.GetProperty("severityDecision").GetProperty("who").GetString()));
        Assert.Equal("critical", back.GetProperty("severity").GetString());
        Assert.False(back.TryGetProperty("severityDecision", out _));
        await api.SendAsync(HttpMethod.Put, path + "/severity", new { severity = "low" }, HttpStatusCode.BadRequest);
        await api.SendAsync(HttpMethod.Put, path + "/severity", new { reason = "no harm" }, HttpStatusCode.BadRequest);
        await api.SendAsync(HttpMethod.Put, "/api/assets/shop/findings/00/severity", new { severity = "low", reason = "x" }, HttpStatusCode.NotFound);
    }

    private async Task RateAsync(FindingRecord finding, Severity? value, string reason = "no harm") =>
        Assert.IsType<DecisionOutcome.Done>(await decisions.RateAsync("shop", finding.Key, value, reason, "ann", CancellationToken.None));

    private async Task<FindingRecord> RecordedAsync()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        await bench.EvaluateAsync();
        return await bench.FindingAsync("src/a.cs");
    }
}
