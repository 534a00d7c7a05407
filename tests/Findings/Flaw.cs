using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Tests.Findings;

/// <summary>Makes entries of reports: a SQL injection in <c>src/a.cs</c>, unless told otherwise.</summary>
public static class Flaw
{
    public static readonly Rule Injection = new("web/sql-injection") { Name = "SQL injection", Description = "Input becomes part of a statement." };

    /// <summary>An entry like any other.</summary>
    /// <param name="fingerprints">The scanner's own identities, strongest first.</param>
    public static ReportedFinding At(
        string path, int? line = 10, string? snippet = "db.Run(q);", string[]? fingerprints = null, string message = "q reaches a statement",
        ReportedState state = ReportedState.Open, Severity severity = Severity.High, string tool = "examiner", string rule = "web/sql-injection",
        int? column = null)
    {
        var finding = new Finding
        {
            Tool = tool,
            Rule = Injection with { Id = rule },
            Title = "SQL injection",
            Message = message,
            Rating = new Rating(severity, "error", "level"),
            Place = new Place { Path = path, Line = line, Column = column, Snippet = snippet },
            Cwes = [89],
        };
        return new ReportedFinding(finding, fingerprints ?? [], state) { Justification = state == ReportedState.Suppressed ? "looked at" : null };
    }

    /// <summary>So many entries in files of their own.</summary>
    public static IReadOnlyList<ReportedFinding> Many(int count, int first = 1) =>
        [.. Enumerable.Range(first, count).Select(n => At(string.Create(CultureInfo.InvariantCulture, $"src/file{n}.cs")))];
}
