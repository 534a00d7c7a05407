using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>The second pass: hands over every result as soon as it is read, so that nothing of them is held.</summary>
internal sealed class SarifResults(SarifSurvey survey, Action<ReportedFinding> take, ReportWarnings warnings)
{
    private static readonly JsonMembers<SarifResults> Log = new()
    {
        ["runs"] = static (ref c, results) => results.ReadRuns(ref c),
        ["inlineExternalProperties"] = static (ref c, results) => results.ReadInline(ref c),
    };

    private static readonly JsonMembers<SarifResults> Run = new()
    {
        ["results"] = static (ref c, results) => results.ReadResults(ref c),
    };

    private SarifRun? run;
    private string where = string.Empty;
    private int runsBegun;

    /// <summary>False when an entry could not be read at all.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Reads the log once.</summary>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Log.Read(ref cursor, this);
        cursor.Read();
        for (var i = 0; i < cursor.CutStrings; i++)
        {
            warnings.Add("Texts longer than 2 MiB were cut");
        }
    }

    private void ReadRuns(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            // Only objects count as runs, in both passes.
            if (cursor.EnterObject())
            {
                where = $"runs[{runsBegun}]";
                run = survey.Runs[runsBegun++];
                Run.ReadMembers(ref cursor, this);
            }
        }
    }

    // Their run is named beside them, before or after.
    private void ReadInline(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        for (var i = 0; cursor.NextElement(); i++)
        {
            where = $"inlineExternalProperties[{i}]";
            run = survey.RunOfInline(i);
            Run.Read(ref cursor, this);
        }
    }

    private void ReadResults(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        for (var i = 0; cursor.NextElement(); i++)
        {
            var result = new SarifResult();
            if (SarifResult.Members.Read(ref cursor, result) && run is not null)
            {
                take(SarifFindings.Of(result, run));
            }
            else
            {
                IsComplete = false;
                warnings.Add("Results that are no objects were left out", $"{where}.results[{i}]");
            }
        }
    }
}
