using System.Text.Json;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>A first pass over a report: what it says as a whole, before or behind its entries, which it passes over.</summary>
internal sealed class GenericSurvey
{
    /// <summary>What a tool is called that the report does not name.</summary>
    public const string NoTool = "generic";

    private static readonly JsonMembers<GenericSurvey> Members = new JsonMembers<GenericSurvey>()
        .With(static (ref c, survey) => survey.ReadTool(ref c), "tool", "scanner")
        .With(static (ref c, survey) => survey.type = c.Name(), "type")
        .With(static (ref c, survey) => survey.Version = c.Scalar() ?? survey.Version, "version", "toolVersion", "scannerVersion")
        .With(static (ref c, survey) => survey.IsComplete = StateWords.Flag(c.Scalar()) ?? true, "complete", "isComplete")
        .With(static (ref c, survey) => survey.ReadFindings(ref c), "findings");

    private static readonly JsonMembers<GenericSurvey> ToolMembers = new JsonMembers<GenericSurvey>()
        .With(static (ref c, survey) => survey.name = c.Name(), "name")
        .With(static (ref c, survey) => survey.Version = c.Scalar(), "version");

    private string? name;
    private string? type;
    private bool hasFindings;

    /// <summary>Tool of the entries that do not name their own.</summary>
    public string Tool => ToolName.Slug(name ?? type, NoTool);

    /// <summary>Version of the tool.</summary>
    public string? Version { get; private set; }

    /// <summary>False when the report says that it is a part.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Reads the report once.</summary>
    /// <exception cref="UnreadableReportException">It is no whole report of ours.</exception>
    public static GenericSurvey Of(Stream body, CancellationToken cancellationToken)
    {
        var survey = new GenericSurvey();
        survey.Read(body, cancellationToken);
        return survey.hasFindings ? survey : throw new UnreadableReportException("A generic report has an array 'findings'; there is none", "$.findings");
    }

    private void Read(Stream body, CancellationToken cancellationToken)
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
    }

    private void ReadTool(ref JsonCursor cursor)
    {
        if (cursor.IsNext(JsonTokenType.StartObject))
        {
            ToolMembers.Read(ref cursor, this);
        }
        else
        {
            name = cursor.Name();
        }
    }

    private void ReadFindings(ref JsonCursor cursor)
    {
        // Writers that know no empty list write null.
        hasFindings |= cursor.IsNext(JsonTokenType.StartArray) || cursor.IsNext(JsonTokenType.Null);
        cursor.SkipUnchecked();
    }
}
