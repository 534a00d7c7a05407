using System.Text.Json;
using Patchbay.Findings;

namespace Patchbay.Tests.Support;

/// <summary>Makes findings, and reports of a wished size.</summary>
public static class Make
{
    /// <summary>SARIF of one tool, with results that differ in file, line and fingerprint, so that each is a finding of its own.</summary>
    /// <param name="securitySeverity">Score of the only rule; 9.8 makes every finding critical.</param>
    public static byte[] Sarif(int results, string securitySeverity = "9.8", string tool = "Examiner", int firstNumber = 1) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["version"] = "2.1.0",
            ["runs"] = new object[]
            {
                new
                {
                    tool = new { driver = new { name = tool, rules = new[] { Rule(securitySeverity) } } },
                    results = Enumerable.Range(firstNumber, results).Select(Result),
                },
            },
        });

    /// <summary>An open finding of the asset <c>shop</c>.</summary>
    public static FindingRecord Record(string key, Severity severity, DateTimeOffset seenAt) => new()
    {
        Asset = "shop",
        Key = key,
        Scope = new Scope("sarif", "main", null),
        Finding = new Finding { Tool = "examiner", Rule = new Rule("r1"), Title = $"Flaw {key[^4..]}", Rating = new Rating(severity, null, "level") },
        RuleHash = "none",
        State = FindingState.Open,
        FirstSeenAt = seenAt,
        StateChangedAt = seenAt,
        FirstScan = "s1",
        LastScan = "s1",
    };

    private static object Rule(string securitySeverity) => new
    {
        id = "web/sql-injection",
        shortDescription = new { text = "SQL injection" },
        fullDescription = new { text = "User input becomes part of a statement." },
        help = new { text = "Use parameters." },
        properties = new Dictionary<string, object> { ["security-severity"] = securitySeverity, ["tags"] = new[] { "external/cwe/cwe-089" } },
    };

    private static object Result(int number) => new
    {
        ruleId = "web/sql-injection",
        ruleIndex = 0,
        level = "error",
        message = new { text = $"The value of 'q{number}' reaches a statement." },
        locations = new[]
        {
            new
            {
                physicalLocation = new
                {
                    artifactLocation = new { uri = $"src/page{number}.cs" },
                    region = new { startLine = 10 + number, snippet = new { text = $"db.Run(\"... \" + q{number});" } },
                },
            },
        },
        partialFingerprints = new Dictionary<string, string> { ["primaryLocationLineHash"] = $"{number:x8}deadbeef:1" },
    };
}
