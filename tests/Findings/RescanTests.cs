using Patchbay.Findings;

namespace Patchbay.Tests.Findings;

/// <summary>Journeys of findings from scan to scan.</summary>
public sealed class RescanTests
{
    private readonly ScanBench bench = new();

    [Fact]
    public async Task The_first_scan_records_every_finding_as_new()
    {
        var scan = await bench.PostAsync(Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));

        Assert.Equal(new ScanCounts { Read = 2, Total = 2, New = 2 }, scan.Counts);
        Assert.All(await bench.FindingsAsync(), f => Assert.Equal(FindingState.Open, f.State));
        Assert.Equal(2, (await bench.FindingsAsync()).Count);
    }

    [Fact]
    public async Task The_same_upload_is_the_same_scan_and_writes_nothing()
    {
        var first = await bench.PostAsync(Flaw.Many(30));
        var writes = bench.Store.Writes;

        var second = await bench.PostAsync(Flaw.Many(30));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Counts, second.Counts);
        Assert.Equal(writes, bench.Store.Writes);
    }

    [Fact]
    public async Task A_rescan_that_changes_nothing_writes_the_scan_and_nothing_else()
    {
        await bench.PostAsync(u => u with { ReportHash = "a" }, Flaw.Many(30));
        var (commits, writes) = (bench.Store.Commits, bench.Store.Writes);

        var second = await bench.PostAsync(u => u with { ReportHash = "b" }, Flaw.Many(30));

        Assert.Equal(new ScanCounts { Read = 30, Total = 30, Seen = 30 }, second.Counts);
        Assert.Equal(ScanState.Evaluated, second.State);
        Assert.Equal((commits + 1, writes + 2), (bench.Store.Commits, bench.Store.Writes));
    }

    [Fact]
    public async Task Moved_lines_keep_their_keys()
    {
        await bench.PostAsync(Flaw.At("src/a.cs", line: 10, snippet: "one"), Flaw.At("src/a.cs", line: 20, snippet: "two"));
        var before = await bench.FindingsAsync();

        var scan = await bench.PostAsync(Flaw.At("src/a.cs", line: 13, snippet: "one"), Flaw.At("src/a.cs", line: 23, snippet: "two"));

        var after = await bench.FindingsAsync();
        Assert.Equal(new ScanCounts { Read = 2, Total = 2, Seen = 2 }, scan.Counts);
        Assert.Equal(before.Select(f => f.Key), after.Select(f => f.Key));
        Assert.Equal([13, 23], after.Select(f => f.Finding.Place.Line).Order());
    }

    [Fact]
    public async Task A_changed_finding_is_judged_again_and_keeps_its_first_day()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        await bench.EvaluateAsync();
        var first = await bench.FindingAsync("src/a.cs");
        bench.Clock.Advance(TimeSpan.FromDays(1));

        var scan = await bench.PostAsync(Flaw.At("src/a.cs", severity: Severity.Critical));

        var again = await bench.FindingAsync("src/a.cs");
        Assert.Null(again.Verdict);
        Assert.Equal((first.Key, first.FirstSeenAt, first.FirstScan), (again.Key, again.FirstSeenAt, again.FirstScan));
        Assert.Equal((scan.Id, Severity.Critical), (again.LastScan, again.Finding.Rating.Value));
    }

    [Fact]
    public async Task A_scanner_with_another_kind_of_fingerprint_finds_the_old_findings_by_the_weaker_one()
    {
        await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:v1:aa"]), Flaw.At("src/b.cs", fingerprints: ["fp:v1:bb"]));
        var before = await bench.FindingsAsync();

        var scan = await bench.PostAsync(
            Flaw.At("src/a.cs", fingerprints: ["fp:v2:cc", "fp:v1:aa"]), Flaw.At("src/b.cs", fingerprints: ["fp:v2:dd", "fp:v1:bb"]));

        Assert.Equal(new ScanCounts { Read = 2, Total = 2, Seen = 2 }, scan.Counts);
        Assert.Equal(before.Select(f => f.Key), (await bench.FindingsAsync()).Select(f => f.Key));
    }

    [Fact]
    public async Task A_finding_that_was_recognised_by_its_place_is_known_by_its_new_fingerprint_from_then_on()
    {
        await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:v1:aa"]));
        await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:v2:cc"]));

        var scan = await bench.PostAsync(Flaw.At("src/moved.cs", fingerprints: ["fp:v2:cc"]));

        Assert.Equal(new ScanCounts { Read = 1, Total = 1, Seen = 1 }, scan.Counts);
        Assert.Single(await bench.FindingsAsync());
    }

    [Fact]
    public async Task A_recognised_finding_is_not_written_again_when_nothing_changed_since()
    {
        await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:v1:aa"]));
        await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:v2:cc"]));
        var writes = bench.Store.Writes;

        await bench.PostAsync(u => u with { ReportHash = "other bytes" }, Flaw.At("src/a.cs", fingerprints: ["fp:v2:cc"]));

        Assert.Equal(writes + 2, bench.Store.Writes);
    }

    [Fact]
    public async Task A_repeated_fingerprint_that_became_unique_keeps_its_finding()
    {
        await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:same"]), Flaw.At("src/b.cs", fingerprints: ["fp:same"]));
        var kept = await bench.FindingAsync("src/a.cs");

        var scan = await bench.PostAsync(Flaw.At("src/a.cs", fingerprints: ["fp:same"]));

        Assert.Equal(new ScanCounts { Read = 1, Total = 1, Seen = 1, Absent = 1 }, scan.Counts);
        Assert.Equal(kept.Key, (await bench.FindingAsync("src/a.cs")).Key);
        Assert.Equal(FindingState.Fixed, (await bench.FindingAsync("src/b.cs")).State);
    }

    [Fact]
    public async Task A_fixed_finding_that_is_back_is_reopened()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));
        await bench.PostAsync(Flaw.At("src/b.cs"));
        await bench.EvaluateAsync();

        var scan = await bench.PostAsync(u => u with { ReportHash = "third" }, Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));

        var back = await bench.FindingAsync("src/a.cs");
        Assert.Equal(new ScanCounts { Read = 2, Total = 2, Seen = 1, Reopened = 1 }, scan.Counts);
        Assert.Equal((FindingState.Open, null), (back.State, back.Verdict));
    }

    [Theory]
    [InlineData(FindingState.FalsePositive)]
    [InlineData(FindingState.RiskAccepted)]
    public async Task A_persons_decision_outlives_every_scan(FindingState decision)
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        await bench.ChangeAsync(await bench.FindingAsync("src/a.cs"), f => f with { State = decision, StateReason = "we know" });

        await bench.PostAsync();
        await bench.PostAsync(Flaw.At("src/a.cs", state: ReportedState.Fixed));
        var scan = await bench.PostAsync(Flaw.At("src/a.cs", severity: Severity.Critical));

        var decided = await bench.FindingAsync("src/a.cs");
        Assert.Equal((decision, "we know"), (decided.State, decided.StateReason));
        Assert.Equal(1, scan.Counts.Seen);
    }

    [Fact]
    public async Task Branches_are_scopes_of_their_own()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));

        var other = await bench.PostAsync(u => u with { Scope = u.Scope with { Branch = "next" } }, Flaw.At("src/b.cs"));

        Assert.Equal(new ScanCounts { Read = 1, Total = 1, New = 1 }, other.Counts);
        Assert.All(await bench.FindingsAsync(), f => Assert.Equal(FindingState.Open, f.State));
    }

    [Fact]
    public async Task Every_entry_is_counted_once()
    {
        var scan = await bench.PostAsync(
            Flaw.At("src/a.cs"),
            Flaw.At("src/a.cs"),
            Flaw.At("src/b.cs", state: ReportedState.Suppressed),
            Flaw.At("src/c.cs", state: ReportedState.FalsePositive),
            Flaw.At("src/d.cs", state: ReportedState.Fixed),
            Flaw.At("src/e.cs", state: ReportedState.NotAFinding));

        Assert.Equal(new ScanCounts { Read = 6, Suppressed = 4, Duplicates = 1, Total = 1, New = 1 }, scan.Counts);
        Assert.Equal(["src/a.cs", "src/b.cs", "src/c.cs"], (await bench.FindingsAsync()).Select(f => f.Finding.Place.Path).Order());
    }

    [Fact]
    public async Task What_a_scanner_set_aside_is_recorded_with_its_reason_and_not_asked_about()
    {
        await bench.PostAsync(Flaw.At("src/a.cs", state: ReportedState.Suppressed));

        var aside = await bench.FindingAsync("src/a.cs");

        Assert.Equal((FindingState.Suppressed, "looked at"), (aside.State, aside.StateReason));
        Assert.NotNull(aside.Verdict);
    }

    [Fact]
    public async Task A_finding_that_the_report_calls_fixed_is_fixed_also_when_nothing_may_be_closed_for_its_absence()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));

        await bench.PostAsync(u => u with { IsWhole = false }, Flaw.At("src/a.cs", line: 99, state: ReportedState.Fixed));

        Assert.Equal(FindingState.Fixed, (await bench.FindingAsync("src/a.cs")).State);
    }

    [Fact]
    public async Task An_ignored_path_sets_a_finding_aside_until_it_is_no_longer_ignored()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        bench.IgnoredPath = "src/";
        var ignored = await bench.PostAsync(u => u with { ReportHash = "2" }, Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));
        var states = (await bench.FindingsAsync()).Select(f => f.State).ToList();
        bench.IgnoredPath = null;

        await bench.PostAsync(u => u with { ReportHash = "3" }, Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));

        Assert.Equal(new ScanCounts { Read = 2, Total = 2, New = 1, Seen = 1, Ignored = 2 }, ignored.Counts);
        Assert.Equal([FindingState.Ignored, FindingState.Ignored], states);
        Assert.All(await bench.FindingsAsync(), f => Assert.Equal((FindingState.Open, null), (f.State, f.Verdict)));
    }

    [Fact]
    public async Task A_rules_texts_are_stored_once_and_found_from_the_finding()
    {
        await bench.PostAsync(Flaw.Many(3));

        var finding = (await bench.FindingsAsync())[0];

        Assert.Equal(Flaw.Injection, await bench.Book.FindRuleAsync("shop", finding.RuleHash, CancellationToken.None));
        Assert.Null(finding.Finding.Rule.Description);
    }
}
