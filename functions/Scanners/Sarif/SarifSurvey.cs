using System.Text.Json;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>
/// A first pass over the log: everything but the results. Members come in any order in JSON, and many tools write the
/// results before what they refer to; it also refuses a truncated log before anything was handed over.
/// </summary>
internal sealed class SarifSurvey(ReportWarnings warnings)
{
    private const int MostRuns = 1_000;

    private static readonly JsonMembers<SarifSurvey> Members = new()
    {
        ["version"] = static (ref c, survey) => survey.version = c.Scalar(),
        ["$schema"] = static (ref c, survey) => survey.schema = c.Name(),
        ["runs"] = static (ref c, survey) => survey.ReadRuns(ref c),
        ["inlineExternalProperties"] = static (ref c, survey) => survey.ReadInline(ref c),
    };

    private readonly SarifHeld held = new(warnings);
    private readonly List<SarifRun> inline = [];
    private string? version;
    private string? schema;
    private bool hasRuns;

    /// <summary>The runs in the order of the log.</summary>
    public List<SarifRun> Runs { get; } = [];

    /// <summary>Reads the log once.</summary>
    /// <exception cref="UnreadableReportException">It is no whole SARIF 2.1 log.</exception>
    public static SarifSurvey Of(Stream body, ReportWarnings warnings, CancellationToken cancellationToken)
    {
        var survey = new SarifSurvey(warnings);
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Members.Read(ref cursor, survey);
        cursor.Read();
        survey.Check();
        for (var i = 0; i < survey.inline.Count; i++)
        {
            survey.RunOfInline(i)?.HasResults |= survey.inline[i].HasResults;
        }

        return survey;
    }

    /// <summary>The run that results outside of it belong to: the one with the guid, else the first.</summary>
    /// <param name="index">Place in the log's list of inline external properties.</param>
    public SarifRun? RunOfInline(int index)
    {
        var guid = index < inline.Count ? inline[index].Guid : null;
        return Runs.Find(run => guid is not null && string.Equals(run.Guid, guid, StringComparison.OrdinalIgnoreCase)) ?? Runs.FirstOrDefault();
    }

    private void Check()
    {
        if (version is null ? schema?.Contains("2.1", StringComparison.Ordinal) != true : !version.StartsWith("2.1", StringComparison.Ordinal))
        {
            throw new UnreadableReportException(
                version is null ? "A SARIF log says its version in 'version'; there is none" : $"Only SARIF 2.1.0 can be read; this log says version '{version}'",
                "$.version");
        }

        if (!hasRuns)
        {
            throw new UnreadableReportException("A SARIF log has an array 'runs'; there is none", "$.runs");
        }
    }

    private void ReadRuns(ref JsonCursor cursor)
    {
        hasRuns |= cursor.IsNext(JsonTokenType.StartArray);
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var run = new SarifRun(held);
            if (SarifRunReader.Members.Read(ref cursor, run))
            {
                Runs.Add(run);
            }

            if (Runs.Count > MostRuns)
            {
                throw new UnreadableReportException($"The log has more than {MostRuns} runs", "$.runs");
            }
        }
    }

    private void ReadInline(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var part = new SarifRun(held);
            SarifRunReader.Inline.Read(ref cursor, part);
            if (held.HasRoom())
            {
                inline.Add(part);
            }
        }
    }
}
