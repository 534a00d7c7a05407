using Patchbay.Findings;
using Patchbay.Policies.Matching;

namespace Patchbay.Tests.Policies;

/// <summary>Makes findings that policies are asked about.</summary>
internal static class Subject
{
    public static readonly DateTimeOffset FirstSeen = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static PolicySubject Make(
        Severity severity = Severity.High,
        FindingState state = FindingState.Open,
        string asset = "web-shop",
        string[]? tags = null,
        string? branch = "main",
        Func<Finding, Finding>? with = null)
    {
        var finding = new Finding
        {
            Tool = "codeql",
            Rule = new Rule("java/sql-injection"),
            Title = "SQL injection",
            Rating = new Rating(severity, null, "level"),
            Place = new Place { Path = "src/main/Orders.java", Line = 7 },
        };

        var record = new FindingRecord
        {
            Asset = asset,
            Key = "0123456789abcdef0123456789abcdef01234567",
            Scope = new Scope("sarif", branch, null),
            Finding = with is null ? finding : with(finding),
            RuleHash = "r",
            State = state,
            FirstSeenAt = FirstSeen,
            StateChangedAt = FirstSeen,
            FirstScan = "s",
            LastScan = "s",
        };
        return new PolicySubject(asset, tags ?? [], record);
    }

    public static PolicySubject At(string? path) => Make(with: f => f with { Place = new Place { Path = path } });

    public static PolicySubject Of(string component, string? version = null) =>
        Make(with: f => f with { Place = new Place { Component = component, Version = version } });
}
