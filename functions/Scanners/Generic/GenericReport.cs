using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Generic;

/// <summary>The second pass: hands over every entry as soon as it is read.</summary>
internal sealed class GenericReport(GenericSurvey survey, ReportWarnings warnings, Action<ReportedFinding> take)
{
    private const int MostTools = 1_000;
    private const int MostUnknown = 20;

    private static readonly JsonMembers<GenericReport> Members = new JsonMembers<GenericReport>()
        .With(static (ref c, report) => report.ReadFindings(ref c), "findings");

    private readonly GenericFindings findings = new(survey.Tool, warnings);
    private readonly SortedSet<string> unknown = new(StringComparer.Ordinal);
    private readonly GenericPlaces places = new();
    private int index;

    /// <summary>What warnings call an entry, of its number from 0.</summary>
    public Func<int, string> PlaceOf { get; init; } = static index => $"findings[{index}]";

    /// <summary>The tools of the report and of its entries.</summary>
    public SortedSet<string> Tools { get; } = new(StringComparer.Ordinal) { survey.Tool };

    /// <summary>Entries that could not be taken.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Reads the report once.</summary>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        if (cursor.IsNext(JsonTokenType.StartArray))
        {
            ReadFindings(ref cursor);
        }
        else
        {
            Members.Read(ref cursor, this);
        }

        cursor.Read();
        if (unknown.Count > 0)
        {
            warnings.Add($"Members that are not known were ignored: {string.Join(", ", unknown)}");
        }
    }

    private string Where() => PlaceOf(index);

    private void ReadFindings(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        Func<string> where = Where;
        for (; cursor.NextElement(); index++)
        {
            var entry = new GenericEntry(places);
            if (GenericEntry.Members.Read(ref cursor, entry) && findings.Of(entry, where) is { } finding)
            {
                Note(entry, finding.Finding.Tool);
                take(Settled(entry, finding, where));
            }
            else
            {
                LeftOut++;
                warnings.AddAt("Entries without a title were left out", where);
            }
        }
    }

    // One file can say of one problem that it is open and that it is fixed; what it says last counts.
    private ReportedFinding Settled(GenericEntry entry, ReportedFinding finding, Func<string> where)
    {
        if (survey.LastStates.Count == 0 || !survey.LastStates.TryGetValue(GenericKey.Of(entry), out var last) || last == finding.State)
        {
            return finding;
        }

        warnings.AddAt("Entries repeat others with another state, and the state that the report names last was taken", where);
        return finding with { State = last };
    }

    private void Note(GenericEntry entry, string tool)
    {
        if (Tools.Count < MostTools)
        {
            Tools.Add(tool);
        }

        foreach (var name in entry.UnknownMembers)
        {
            if (unknown.Count < MostUnknown)
            {
                unknown.Add(Text.CleanText.Line(name, 40));
            }
        }
    }
}
