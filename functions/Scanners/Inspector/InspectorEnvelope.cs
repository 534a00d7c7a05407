using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Inspector;

/// <summary>What findings come in: an answer's list, an EventBridge event, or a queue's wrapping of one.</summary>
internal sealed class InspectorEnvelope(InspectorWalk walk)
{
    // What one event can take; the service's own limit is 256 KiB.
    private const int MostEventCharacters = 1 << 20;

    public static readonly JsonMembers<InspectorEnvelope> Members = new()
    {
        ["findings"] = static (ref c, envelope) => envelope.Walk.ReadList(ref c),
        ["nextToken"] = static (ref c, envelope) => envelope.NextToken = c.Text(1),
        ["Records"] = static (ref c, envelope) => envelope.Walk.ReadEnvelopes(ref c),
        ["Messages"] = static (ref c, envelope) => envelope.Walk.ReadEnvelopes(ref c),
        ["body"] = static (ref c, envelope) => envelope.Walk.ReadText(c.Text(MostEventCharacters)),
        ["Body"] = static (ref c, envelope) => envelope.Walk.ReadText(c.Text(MostEventCharacters)),
        ["Message"] = static (ref c, envelope) => envelope.Walk.ReadText(c.Text(MostEventCharacters)),
        ["detail"] = static (ref c, envelope) => envelope.HasDetail = InspectorFinding.Members.Read(ref c, envelope.Detail),
        ["detail-type"] = static (ref c, envelope) => envelope.DetailType = c.Name(),
        ["source"] = static (ref c, envelope) => envelope.Source = c.Name(),
        ["time"] = static (ref c, envelope) => envelope.Time = c.Scalar(),
    };

    public string? NextToken { get; private set; }

    public InspectorFinding Detail { get; } = new();

    public bool HasDetail { get; private set; }

    /// <summary>Whether it is an event that tells a finding, and not one about scans or coverage.</summary>
    public bool IsFinding => HasDetail && DetailType is null or "Inspector2 Finding" && Source is null or "aws.inspector2" && Detail.Arn is not null;

    /// <summary>When the finding last changed, else when the event was sent.</summary>
    public DateTimeOffset? ChangedAt => InspectorFindings.DateOf(Detail.UpdatedAt) ?? InspectorFindings.DateOf(Time);

    private InspectorWalk Walk => walk;

    private string? DetailType { get; set; }

    private string? Source { get; set; }

    private string? Time { get; set; }
}
