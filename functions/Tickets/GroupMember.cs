using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>One of the findings that share a ticket: as much of it as the ticket shows, so that thousands are read with a few calls.</summary>
public sealed record GroupMember
{
    private const int TitleCharacters = 200;
    private const int WhereCharacters = 300;

    /// <summary>Key of the finding.</summary>
    public required string FindingKey { get; init; }

    /// <summary>Where the finding stands.</summary>
    public required FindingState State { get; init; }

    /// <summary>Severity of the finding.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One line, with secrets masked.</summary>
    public required string Title { get; init; }

    /// <summary>File and line, component with version, or host; null when the finding is nowhere.</summary>
    public string? Where { get; init; }

    /// <summary>First version of the component without the flaw, as the scanner says it.</summary>
    public string? FixedVersion { get; init; }

    /// <summary>The first of its CVE and other ids; null without.</summary>
    public string? Cve { get; init; }

    /// <summary>Whether the policies want a ticket for it in this mapping.</summary>
    public bool IsWanted { get; init; }

    /// <summary>A person took it out of the group; what is known of it is kept, and no longer shown.</summary>
    public bool HasLeft { get; init; }

    /// <summary>Names of the policies that applied.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>First time any report named it.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When its state last changed.</summary>
    public required DateTimeOffset StateChangedAt { get; init; }

    /// <summary>It is still a problem.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => State is FindingState.Open or FindingState.Absent;

    /// <summary>Takes from a finding what its group's ticket shows.</summary>
    /// <param name="verdict">What the policies decided for the finding as it is now.</param>
    /// <param name="isWanted">That verdict asks for a ticket in the group's mapping.</param>
    public static GroupMember Of(FindingRecord record, Verdict verdict, bool isWanted)
    {
        var finding = record.Finding;
        var title = SecretMask.IsAboutSecret(finding) ? SecretMask.Apply(finding.Title, finding.Place.Path) : finding.Title;
        return new GroupMember
        {
            FindingKey = record.Key,
            State = record.State,
            Severity = finding.Rating.Value,
            Title = BoundedText.Head(ScannerText.OneLine(title).TrimEnd('.', ' '), TitleCharacters),
            Where = TicketPlace.Line(finding.Place) is { } where ? BoundedText.Head(ScannerText.OneLine(where), WhereCharacters) : null,
            FixedVersion = finding.Place.FixedVersion,
            Cve = finding.Cves.Count > 0 ? finding.Cves[0] : null,
            IsWanted = isWanted,
            Policies = verdict.Policies,
            FirstSeenAt = record.FirstSeenAt,
            StateChangedAt = record.StateChangedAt,
        };
    }
}
