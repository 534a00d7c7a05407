using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Storage;

namespace Patchbay.Tests.Findings;

/// <summary>Rows that are written by hand must read back as if they were not.</summary>
public sealed class FindingJsonTests
{
    private static readonly FindingRecord Full = new()
    {
        Asset = "shop",
        Key = new string('a', FindingKey.Characters),
        Scope = new Scope("sarif", "main", "production"),
        Aliases = ["00000000000000ff", "ffffffffffffffff"],
        ContentHash = "0123456789abcdef",
        RuleHash = "r",
        State = FindingState.RiskAccepted,
        StateReason = "\"quoted\" <b>\u00e4\u20ac\U0001F600\u0001",
        AcceptedUntil = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero),
        SeverityDecision = new SeverityDecision(Severity.Critical, "\"why\" <b>", "ann", new DateTimeOffset(2026, 3, 2, 3, 4, 5, TimeSpan.Zero))
        {
            Reported = new Rating(Severity.Low, "note", "level"),
        },
        FirstSeenAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        StateChangedAt = new DateTimeOffset(2026, 2, 2, 3, 4, 5, TimeSpan.Zero),
        FirstScan = "s1",
        LastScan = "s2",
        Verdict = new Verdict(3, true, ["one"], ["*"]),
        Finding = new Finding
        {
            Tool = "examiner",
            Rule = new Rule("r1") { Name = "Rule", HelpUrl = "https://example.com/r1" },
            Title = "Title",
            Message = "Message",
            Rating = new Rating(Severity.Critical, "9.8", "security-severity"),
            Place = new Place
            {
                Path = "src/a.cs",
                Line = 1,
                EndLine = 2,
                Column = 3,
                Snippet = "x",
                Symbol = "A.B",
                Component = "pkg:npm/a@1",
                Version = "1",
                FixedVersion = "2",
                Host = "h",
                Port = 443,
                Protocol = "tcp",
                Url = "https://h/",
                Parameter = "q",
            },
            Cwes = [79, 89],
            Cves = ["CVE-2021-1"],
            CvssScore = 9.8,
            CvssVector = "CVSS:3.1/AV:N",
            Advice = "Do better.",
            References = ["https://example.com"],
            IsExploited = true,
            DetectedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)),
        },
    };

    [Fact]
    public void Every_member_of_a_row_reads_back()
    {
        var read = StoredJson.Read<FindingRecord>(FindingJson.Write(Full));

        Assert.Equal(JsonSerializer.Serialize(Full, StoredJson.Options), JsonSerializer.Serialize(read, StoredJson.Options));
        Assert.DoesNotContain(typeof(Finding).GetProperties(), p => p.GetValue(Full.Finding) is null or false);
        Assert.DoesNotContain(typeof(Place).GetProperties(), p => p.GetValue(Full.Finding.Place) is null);
        Assert.DoesNotContain(typeof(FindingRecord).GetProperties(), p => p.GetValue(Full) is null);
    }

    [Fact]
    public void A_row_with_the_least_reads_back()
    {
        var least = Full with
        {
            Aliases = [],
            StateReason = null,
            AcceptedUntil = null,
            Verdict = null,
            SeverityDecision = null,
            Scope = new Scope("sarif", null, null),
            Finding = new Finding { Tool = "t", Rule = new Rule("r"), Title = "t", Rating = new Rating(Severity.Info, null, "default") },
        };

        var read = StoredJson.Read<FindingRecord>(FindingJson.Write(least));

        Assert.Equal(JsonSerializer.Serialize(least, StoredJson.Options), JsonSerializer.Serialize(read, StoredJson.Options));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void The_front_of_a_row_is_read_without_the_rest(FindingState state, bool hasVerdict)
    {
        var row = FindingJson.Write(Full with { State = state, Verdict = hasVerdict ? Full.Verdict : null });
        var cut = row.AsSpan(0, row.AsSpan().IndexOf("\"asset\""u8));

        var front = FindingFront.Read(row, withAliases: true);

        Assert.Equal((state, 0x0123456789abcdefUL, "s2", hasVerdict), (front.State, front.Content, front.LastScan, front.HasVerdict));
        Assert.Equal([0xffUL, ulong.MaxValue], front.Aliases);
        Assert.Equal(front.State, FindingFront.Read([.. cut, (byte)'}']).State);
    }

    public static TheoryData<FindingState, bool> States()
    {
        var states = new TheoryData<FindingState, bool>();
        foreach (var state in Enum.GetValues<FindingState>())
        {
            states.Add(state, true);
            states.Add(state, false);
        }

        return states;
    }
}
