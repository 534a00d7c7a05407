using Patchbay.Findings;
using Patchbay.Findings.Recording;

namespace Patchbay.Tests.Findings;

/// <summary>What makes two entries the same finding, within a report and from report to report.</summary>
public sealed class IdentityTests
{
    public static TheoryData<string, ReportedFinding[], int> Reports() => new()
    {
        { "equal in every respect", [Flaw.At("a"), Flaw.At("a")], 1 },
        { "equal but for the line", [Flaw.At("a", line: 1), Flaw.At("a", line: 2)], 2 },
        { "equal but for the column", [Flaw.At("a", column: 1), Flaw.At("a", column: 2)], 2 },
        { "equal but for the severity", [Flaw.At("a"), Flaw.At("a", severity: Severity.Low)], 2 },
        { "one fingerprint in two files", [Flaw.At("a", fingerprints: ["x"]), Flaw.At("b", fingerprints: ["x"])], 2 },
        { "one fingerprint for two rules", [Flaw.At("a", fingerprints: ["x"]), Flaw.At("a", fingerprints: ["x"], rule: "other")], 2 },
        { "one fingerprint on three lines", [.. Enumerable.Range(1, 3).Select(n => Flaw.At("a", n, fingerprints: ["x"]))], 3 },
        { "two fingerprints at one place", [Flaw.At("a", fingerprints: ["x"]), Flaw.At("a", fingerprints: ["y"])], 2 },
        { "two tools", [Flaw.At("a"), Flaw.At("a", tool: "prober")], 2 },
        { "equal, one of them set aside", [Flaw.At("a", state: ReportedState.FalsePositive), Flaw.At("a")], 1 },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Entries_are_told_apart_by_what_they_say(string name, ReportedFinding[] report, int findings)
    {
        var bench = new ScanBench();

        await bench.PostAsync(report);

        Assert.True(findings == (await bench.FindingsAsync()).Count, name);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task The_order_of_a_report_means_nothing(string name, ReportedFinding[] report, int findings)
    {
        var bench = new ScanBench();
        var reversed = new ScanBench();

        var one = await bench.PostAsync(report);
        var other = await reversed.PostAsync(report.Reverse());

        Assert.True(one.Counts == other.Counts && one.Counts.Total == findings, name);
        Assert.Equal(
            (await bench.FindingsAsync()).Select(f => (f.Key, f.ContentHash, f.State, string.Join(' ', f.Aliases))),
            (await reversed.FindingsAsync()).Select(f => (f.Key, f.ContentHash, f.State, string.Join(' ', f.Aliases))));
    }

    [Fact]
    public async Task Of_equal_entries_the_open_one_counts()
    {
        var bench = new ScanBench();

        var scan = await bench.PostAsync(Flaw.At("a", state: ReportedState.FalsePositive), Flaw.At("a"));

        Assert.Equal(new ScanCounts { Read = 2, Suppressed = 1, Total = 1, New = 1 }, scan.Counts);
        Assert.Equal(FindingState.Open, Assert.Single(await bench.FindingsAsync()).State);
    }

    [Fact]
    public async Task When_one_of_several_equal_flaws_is_mended_the_others_stay()
    {
        var bench = new ScanBench();
        await bench.PostAsync(Flaw.At("a", 10), Flaw.At("a", 20), Flaw.At("a", 30));

        var scan = await bench.PostAsync(Flaw.At("a", 10), Flaw.At("a", 30));

        Assert.Equal(new ScanCounts { Read = 2, Total = 2, Seen = 2, Absent = 1 }, scan.Counts);
    }

    public static TheoryData<string, Finding, Finding, bool> Places()
    {
        static Finding In(Place place, string message = "m", string tool = "t", string rule = "r") => new()
        {
            Tool = tool,
            Rule = new Rule(rule),
            Title = "title",
            Message = message,
            Rating = new Rating(Severity.Low, null, "level"),
            Place = place,
        };

        var file = new Place { Path = "src/a.cs", Line = 1, Snippet = "x = 1;" };
        return new()
        {
            { "another line", In(file), In(file with { Line = 9, EndLine = 10, Column = 3 }), true },
            { "another snippet", In(file), In(file with { Snippet = "x = 2;" }), false },
            { "snippet with other blanks", In(file), In(file with { Snippet = "\tx  =\n1; " }), true },
            { "another message, same snippet", In(file), In(file, "n"), true },
            { "back slashes", In(file), In(file with { Path = @"src\a.cs" }), true },
            { "leading dots and doubled slashes", In(file), In(file with { Path = "./src//a.cs" }), true },
            { "leading slash", In(file), In(file with { Path = "/src/a.cs" }), true },
            { "a hidden folder", In(file with { Path = ".src/a.cs" }), In(file), false },
            { "another rule", In(file), In(file, rule: "s"), false },
            { "another tool", In(file), In(file, tool: "u"), false },
            { "numbers in the message", In(new Place(), "2 flaws in 17 lines"), In(new Place(), "15 flaws in 3 lines"), true },
            { "words in the message", In(new Place(), "2 flaws"), In(new Place(), "2 errors"), false },
            { "version of a package", In(new Place { Component = "pkg:npm/%40a/b@1.0" }), In(new Place { Component = "pkg:npm/%40a/b@2.0" }), true },
            { "another package", In(new Place { Component = "pkg:npm/b@1.0" }), In(new Place { Component = "pkg:npm/c@1.0" }), false },
            { "a scoped package without version", In(new Place { Component = "pkg:npm/@a/b" }), In(new Place { Component = "pkg:npm/@a/c" }), false },
            { "case of a host", In(new Place { Host = "Shop" }), In(new Place { Host = "shop" }), true },
            { "another port", In(new Place { Host = "shop", Port = 80 }), In(new Place { Host = "shop", Port = 443 }), false },
            { "another parameter", In(new Place { Url = "http://a/", Parameter = "q" }), In(new Place { Url = "http://a", Parameter = "r" }), false },
            { "the same text in another member", In(new Place { Host = "a" }), In(new Place { Symbol = "a" }), false },
        };
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_place_survives_what_moves_and_nothing_else(string name, Finding one, Finding other, bool isSame)
    {
        var text = new PlaceText();

        Assert.True(isSame == (text.HashOf(one) == text.HashOf(other)), name);
    }

    [Theory]
    [InlineData(new ulong[] { 1 }, new ulong[] { 2 }, new ulong[] { 9, 1 }, new ulong[] { 8, 2 }, 0, 1)]
    [InlineData(new ulong[] { 1, 5 }, new ulong[] { 2, 5 }, new ulong[] { 5 }, new ulong[] { 6 }, -1, -1)]
    [InlineData(new ulong[] { 1, 5 }, new ulong[] { 2, 6 }, new ulong[] { 5 }, new ulong[] { 5 }, -1, -1)]
    [InlineData(new ulong[] { 1, 5 }, new ulong[] { 2, 3 }, new ulong[] { 5, 2 }, new ulong[] { 8 }, -1, 0)]
    [InlineData(new ulong[] { 9, 5 }, new ulong[] { 5, 2 }, new ulong[] { 2 }, new ulong[] { 7 }, -1, 0)]
    [InlineData(new ulong[] { 7, 1 }, new ulong[] { 1, 8 }, new ulong[] { 7 }, new ulong[] { 8 }, 0, 1)]
    public void Only_what_one_entry_and_one_finding_have_pairs_them(
        ulong[] first, ulong[] second, ulong[] firstKnown, ulong[] secondKnown, int firstPair, int secondPair)
    {
        var pairs = AliasMatch.Pair([first, second], [firstKnown, secondKnown]);

        Assert.Equal([firstPair, secondPair], pairs);
    }
}
