using Patchbay.Findings;

namespace Patchbay.Tests.Findings;

/// <summary>Reports whose later entries take back what earlier ones say of the same problem.</summary>
public sealed class SupersedingTests
{
    private static readonly ReportedState[] NoProblem = [ReportedState.Fixed, ReportedState.NotAFinding];

    [Theory]
    [InlineData(new[] { ReportedState.Open, ReportedState.Fixed }, null, 1, 1)]
    [InlineData(new[] { ReportedState.Open, ReportedState.NotAFinding }, null, 1, 1)]
    [InlineData(new[] { ReportedState.Open, ReportedState.FalsePositive }, FindingState.Suppressed, 1, 1)]
    [InlineData(new[] { ReportedState.Suppressed, ReportedState.FalsePositive }, FindingState.Suppressed, 2, 0)]
    [InlineData(new[] { ReportedState.Fixed, ReportedState.Open }, FindingState.Open, 1, 0)]
    [InlineData(new[] { ReportedState.NotAFinding, ReportedState.Open }, FindingState.Open, 1, 0)]
    [InlineData(new[] { ReportedState.Open, ReportedState.Fixed, ReportedState.Open }, FindingState.Open, 1, 1)]
    [InlineData(new[] { ReportedState.Open, ReportedState.Open, ReportedState.Fixed }, null, 1, 2)]
    public async Task The_last_state_of_a_problem_counts(ReportedState[] states, FindingState? outcome, int suppressed, int duplicates)
    {
        var bench = new ScanBench();

        var scan = await bench.PostAsync(states.Select(state => Same(Flaw.At("a", state: state))));

        Assert.Equal(outcome, (await bench.FindingsAsync()).SingleOrDefault()?.State);
        var open = outcome == FindingState.Open ? 1 : 0;
        Assert.Equal(
            new ScanCounts { Read = states.Length, Suppressed = suppressed, Duplicates = duplicates, Total = open, New = open }, scan.Counts);
        Assert.Contains("another state", Assert.Single(scan.Warnings), StringComparison.Ordinal);
        Assert.EndsWith(", first of 'SQL injection'.", Assert.Single(scan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_known_problem_that_is_open_at_first_and_no_more_at_last_is_fixed(ReportedState end)
    {
        var bench = new ScanBench();
        await bench.PostAsync(Same(Flaw.At("a")), Same(Flaw.At("b")));

        await bench.PostAsync(Same(Flaw.At("a")), Same(Flaw.At("b")), Same(Flaw.At("a", state: end)));

        Assert.Equal(FindingState.Fixed, (await bench.FindingAsync("a")).State);
        Assert.Equal(FindingState.Open, (await bench.FindingAsync("b")).State);
    }

    public static TheoryData<ReportedState> Ends() => [.. NoProblem];

    public static TheoryData<string, ReportedFinding> Others()
    {
        var flaw = Flaw.At("a", fingerprints: ["x"]);
        var place = flaw.Finding.Place;
        return new()
        {
            { "line", With(flaw, f => f with { Place = place with { Line = 11 } }) },
            { "column", With(flaw, f => f with { Place = place with { Column = 3 } }) },
            { "version", With(flaw, f => f with { Place = place with { Version = "2.0" } }) },
            { "further place", With(flaw, f => f with { AlsoAt = ["shop.example"] }) },
            { "weakness", With(flaw, f => f with { Cwes = [79] }) },
            { "id", With(flaw, f => f with { Cves = ["CVE-2030-1"] }) },
            { "title", With(flaw, f => f with { Title = "Another" }) },
            { "rule", With(flaw, f => f with { Rule = new Rule("other") }) },
            { "tool", With(flaw, f => f with { Tool = "prober" }) },
            { "identity", flaw with { Identities = ["y"] } },
        };
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Another_problem_keeps_its_state(string difference, ReportedFinding other)
    {
        var bench = new ScanBench();

        var scan = await bench.PostAsync(Same(Flaw.At("a", fingerprints: ["x"])), Same(other with { State = ReportedState.Fixed }));

        Assert.True(scan.Counts == new ScanCounts { Read = 2, Suppressed = 1, Total = 1, New = 1 }, difference);
        Assert.Empty(scan.Warnings);
    }

    [Fact]
    public async Task What_may_change_with_the_state_makes_no_other_problem()
    {
        var bench = new ScanBench();
        var after = With(
            Flaw.At("a", message: "It was mended.", severity: Severity.Low, state: ReportedState.Suppressed),
            f => f with { Advice = "Nothing.", DetectedAt = DateTimeOffset.UnixEpoch, Place = f.Place with { FixedVersion = "2.0" } });

        var scan = await bench.PostAsync(Same(Flaw.At("a")), Same(after));

        Assert.Equal(new ScanCounts { Read = 2, Suppressed = 1, Duplicates = 1 }, scan.Counts);
        Assert.Equal(FindingState.Suppressed, Assert.Single(await bench.FindingsAsync()).State);
    }

    [Fact]
    public async Task An_id_tells_the_problem_whatever_else_changed()
    {
        var bench = new ScanBench();
        var before = ById(Flaw.At("a", 10, fingerprints: ["id:7"], state: ReportedState.Fixed));
        var after = ById(Flaw.At("b", 20, snippet: "other", fingerprints: ["id:7"], rule: "other"));

        var scan = await bench.PostAsync(before, after, ById(Flaw.At("a", 10, fingerprints: ["id:8"], state: ReportedState.FalsePositive)));

        Assert.Equal(new ScanCounts { Read = 3, Suppressed = 2, Total = 1, New = 1 }, scan.Counts);
        Assert.Equal(FindingState.Open, (await bench.FindingAsync("b")).State);
    }

    [Fact]
    public async Task Entries_that_speak_for_themselves_supersede_nothing()
    {
        var bench = new ScanBench();

        var scan = await bench.PostAsync(Flaw.At("a"), Flaw.At("a", state: ReportedState.Fixed), Flaw.At("a", state: ReportedState.FalsePositive));

        Assert.Equal(new ScanCounts { Read = 3, Suppressed = 2, Total = 1, New = 1 }, scan.Counts);
        Assert.Empty(scan.Warnings);
    }

    [Fact]
    public async Task It_holds_where_a_report_is_too_large_for_memory_alone()
    {
        var bench = new ScanBench();
        var text = new string('x', 20_000);
        ReportedFinding Entry(int file, ReportedState state) => Same(Flaw.At($"src/{file}.cs", message: text, state: state));

        var scan = await bench.PostAsync(
            [.. Enumerable.Range(0, 300).Select(n => Entry(n, ReportedState.Open)), .. Enumerable.Range(0, 300).Where(n => n % 3 == 0).Select(n => Entry(n, ReportedState.Fixed))]);

        Assert.Equal(new ScanCounts { Read = 400, Suppressed = 100, Duplicates = 100, Total = 200, New = 200 }, scan.Counts);
        Assert.DoesNotContain(await bench.FindingsAsync(), f => int.Parse(f.Finding.Place.Path![4..^3], System.Globalization.CultureInfo.InvariantCulture) % 3 == 0);
    }

    private static ReportedFinding Same(ReportedFinding entry) => entry with { Supersedes = Supersedes.SameProblem };

    private static ReportedFinding ById(ReportedFinding entry) => entry with { Supersedes = Supersedes.SameIdentity };

    private static ReportedFinding With(ReportedFinding entry, Func<Finding, Finding> change) => entry with { Finding = change(entry.Finding) };
}
