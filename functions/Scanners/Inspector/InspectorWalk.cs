using System.Text;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Inspector;

/// <summary>
/// Walks lists and streams of events twice: events come late and out of order, so the first pass learns which is the newest of
/// each finding, and the second hands over no older one.
/// </summary>
/// <param name="isBare">The body holds findings themselves, without anything around them.</param>
internal sealed class InspectorWalk(bool isBare, ReportWarnings warnings, Action<ReportedFinding> take)
{
    private const int MostRemembered = 500_000;
    private const int MostWrappings = 3;
    private readonly Dictionary<string, DateTimeOffset> newest = [];
    private readonly InspectorFindings findings = new(warnings);
    private bool isSurvey = true;
    private bool hasList;
    private bool hasEvents;
    private bool isComplete = true;
    private bool hasMore;
    private int wrappings;

    /// <summary>Whether this is the whole list of findings; events never are.</summary>
    public bool IsWhole => hasList && !hasEvents && isComplete && !hasMore;

    /// <summary>Reads the body.</summary>
    /// <exception cref="UnreadableReportException">It holds neither findings nor events, or is broken.</exception>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        Pass(body, cancellationToken);
        isSurvey = false;
        Pass(body, cancellationToken);
        if (!hasList && !hasEvents)
        {
            throw new UnreadableReportException("A report of Amazon Inspector has an array 'findings', or is made of events with 'detail'; this one is neither");
        }

        if (hasMore)
        {
            warnings.Add("The list ends with a 'nextToken': pages are missing");
        }
    }

    /// <summary>Reads an answer's list.</summary>
    public void ReadList(ref JsonCursor cursor)
    {
        hasList |= cursor.IsNext(JsonTokenType.StartArray);
        if (isSurvey)
        {
            cursor.SkipUnchecked();
        }
        else if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadFinding(ref cursor);
            }
        }
    }

    /// <summary>Reads a queue's messages.</summary>
    public void ReadEnvelopes(ref JsonCursor cursor)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadEnvelope(ref cursor);
            }
        }
    }

    /// <summary>Reads an event that a queue wrapped up as text; another text costs itself.</summary>
    public void ReadText(string? text)
    {
        hasEvents = true;
        if (text is null || !text.StartsWith('{') || wrappings >= MostWrappings)
        {
            return;
        }

        wrappings++;
        try
        {
            using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var cursor = new JsonCursor(body, CancellationToken.None);
            cursor.Read();
            ReadEnvelope(ref cursor);
        }
        catch (UnreadableReportException broken)
        {
            if (!isSurvey)
            {
                warnings.Add("{0} messages hold broken events, which were left out", broken.At);
            }
        }

        wrappings--;
    }

    private void Pass(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken, isSequence: true);
        for (var roots = 0; cursor.Read(); roots++)
        {
            // Several values, one after the other, are a stream of events.
            hasEvents |= roots > 0 && !hasList;
            if (cursor.Token == JsonTokenType.StartArray)
            {
                ReadRootArray(ref cursor);
            }
            else if (isBare)
            {
                hasEvents = true;
                ReadFinding(ref cursor);
            }
            else
            {
                ReadEnvelope(ref cursor);
            }
        }
    }

    private void ReadRootArray(ref JsonCursor cursor)
    {
        if (isBare)
        {
            ReadList(ref cursor);
        }
        else
        {
            var isEmpty = true;
            while (cursor.NextElement())
            {
                isEmpty = false;
                ReadEnvelope(ref cursor);
            }

            hasList |= isEmpty;
        }
    }

    private void ReadFinding(ref JsonCursor cursor)
    {
        var finding = new InspectorFinding();
        if (!InspectorFinding.Members.Read(ref cursor, finding) || finding.Arn is null)
        {
            if (!isSurvey)
            {
                isComplete = false;
                warnings.Add("{0} entries have no findingArn and were left out", finding.Title);
            }
        }
        else
        {
            Take(finding, InspectorFindings.DateOf(finding.UpdatedAt));
        }
    }

    private void ReadEnvelope(ref JsonCursor cursor)
    {
        var envelope = new InspectorEnvelope(this);
        InspectorEnvelope.Members.Read(ref cursor, envelope);
        hasMore = envelope.NextToken is not null;
        hasEvents |= envelope.HasDetail;
        if (envelope.IsFinding)
        {
            Take(envelope.Detail, envelope.ChangedAt);
        }
        else if (envelope.HasDetail && !isSurvey)
        {
            warnings.Add("{0} events are about something else than findings and were passed over");
        }
    }

    private void Take(InspectorFinding finding, DateTimeOffset? changedAt)
    {
        var at = changedAt ?? DateTimeOffset.MinValue;
        if (isSurvey)
        {
            if (newest.Count < MostRemembered && (!newest.TryGetValue(finding.Arn!, out var known) || known < at))
            {
                newest[finding.Arn!] = at;
            }
        }
        else if (newest.TryGetValue(finding.Arn!, out var newer) && newer > at)
        {
            warnings.Add("{0} events are older than another of the same finding and were passed over", finding.VulnerabilityId);
        }
        else
        {
            take(findings.Of(finding));
        }
    }
}
