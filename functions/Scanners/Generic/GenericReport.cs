using System.Text.Json;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Generic;

/// <summary>The second pass over a report in JSON: hands over its entries.</summary>
internal sealed class GenericReport(GenericHandover handover)
{
    private static readonly JsonMembers<GenericReport> Members = new JsonMembers<GenericReport>()
        .With(static (ref c, report) => report.ReadFindings(ref c), "findings");

    private readonly GenericEntry entry = new();

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
        handover.Finish();
    }

    private void ReadFindings(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            entry.Clear();
            handover.Take(GenericJsonEntry.Members.Read(ref cursor, entry) ? entry : null);
        }
    }
}
