using Patchbay.Findings;
using Patchbay.Findings.Recording;

namespace Patchbay.Tests.Findings;

/// <summary>One absence in a broken scan must never close a ticket.</summary>
public sealed class AbsenceTests
{
    private readonly ScanBench bench = new();

    [Fact]
    public async Task What_a_whole_scan_no_longer_names_is_fixed()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));
        await bench.EvaluateAsync();

        var scan = await bench.PostAsync(Flaw.At("src/a.cs"));

        var gone = await bench.FindingAsync("src/b.cs");
        Assert.Equal((1, true), (scan.Counts.Absent, scan.ClosesAbsent));
        Assert.Equal((FindingState.Fixed, null), (gone.State, gone.Verdict));
    }

    [Fact]
    public async Task A_report_that_is_not_whole_closes_nothing_and_says_so()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));
        await bench.EvaluateAsync();

        var scan = await bench.PostAsync(u => u with { IsWhole = false }, Flaw.At("src/a.cs"));

        var held = await bench.FindingAsync("src/b.cs");
        Assert.Equal(FindingState.Absent, held.State);
        Assert.NotNull(held.Verdict);
        Assert.Contains("does not hold everything", Assert.Single(scan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sudden_shrink_is_held_until_a_second_scan_confirms_it()
    {
        await bench.PostAsync(Flaw.Many(20));

        var first = await bench.PostAsync(Flaw.Many(9));
        var held = await bench.FindingsAsync();
        var second = await bench.PostAsync(u => u with { ReportHash = "once more" }, Flaw.Many(9));

        Assert.Equal((11, false), (first.Counts.Absent, first.ClosesAbsent));
        Assert.Equal(11, held.Count(f => f.State == FindingState.Absent));
        Assert.Equal((11, true), (second.Counts.Absent, second.ClosesAbsent));
        Assert.Equal(11, (await bench.FindingsAsync()).Count(f => f.State == FindingState.Fixed));
    }

    [Fact]
    public async Task A_held_finding_that_is_back_is_open_as_if_it_had_never_been_away()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        await bench.EvaluateAsync();
        await bench.PostAsync(u => u with { IsWhole = false });

        var scan = await bench.PostAsync(u => u with { ReportHash = "third" }, Flaw.At("src/a.cs"));

        var back = await bench.FindingAsync("src/a.cs");
        Assert.Equal(new ScanCounts { Read = 1, Total = 1, Seen = 1 }, scan.Counts);
        Assert.Equal(FindingState.Open, back.State);
        Assert.NotNull(back.Verdict);
    }

    [Fact]
    public async Task Another_major_version_of_the_tool_closes_nothing_the_first_time()
    {
        await bench.PostAsync(u => u with { ToolVersion = "1.9" }, Flaw.At("src/a.cs"));

        var first = await bench.PostAsync(u => u with { ToolVersion = "2.0" });
        var second = await bench.PostAsync(u => u with { ToolVersion = "2.1" });

        Assert.Equal((false, true), (first.ClosesAbsent, second.ClosesAbsent));
        Assert.Equal(FindingState.Fixed, (await bench.FindingAsync("src/a.cs")).State);
    }

    [Fact]
    public async Task A_tool_that_did_not_run_loses_no_findings()
    {
        await bench.PostAsync(u => u with { Tools = ["examiner", "prober"] }, Flaw.At("src/a.cs"), Flaw.At("src/b.cs", tool: "prober"));

        var scan = await bench.PostAsync(Flaw.At("src/a.cs"));

        Assert.Equal(0, scan.Counts.Absent);
        Assert.Equal(FindingState.Open, (await bench.FindingAsync("src/b.cs")).State);
    }

    [Fact]
    public async Task An_upload_that_asks_to_close_nothing_holds_what_is_absent()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));

        await bench.PostAsync(u => u with { ClosesAbsent = false });
        var scan = await bench.PostAsync(u => u with { ClosesAbsent = false, ReportHash = "again" });

        Assert.Equal(1, scan.Counts.Absent);
        Assert.Equal(FindingState.Absent, (await bench.FindingAsync("src/a.cs")).State);
    }

    [Theory]
    [InlineData(true, true, 100, 50, null, null, true)]
    [InlineData(true, true, 100, 51, null, null, false)]
    [InlineData(true, true, 20, 11, null, null, false)]
    [InlineData(true, true, 19, 19, null, null, true)]
    [InlineData(true, false, 5, 1, null, null, false)]
    [InlineData(false, true, 5, 1, null, null, false)]
    [InlineData(true, true, 5, 1, "1.2", "1.9.4", true)]
    [InlineData(true, true, 5, 1, "v1.2", "1.9.4", true)]
    [InlineData(true, true, 5, 1, "1.9", "2.0", false)]
    [InlineData(true, true, 5, 1, "9", "10", false)]
    [InlineData(true, true, 5, 1, "0.9", "00.10", true)]
    [InlineData(true, true, 5, 1, "nightly", "2.0", true)]
    [InlineData(true, true, 5, 1, "2.0", null, true)]
    public void Absence_is_believed_or_not(
        bool isAsked, bool isWhole, int knownOpen, int missing, string? lastVersion, string? version, bool closes)
    {
        var judgement = AbsenceJudgement.Of(isAsked, isWhole, knownOpen, missing, lastVersion, version);

        Assert.Equal(closes, judgement.Closes);
        Assert.Equal(closes, judgement.Reason is null);
    }
}
