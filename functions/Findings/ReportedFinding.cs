namespace Patchbay.Findings;

/// <summary>A finding with what is needed to recognise it in the next report.</summary>
/// <param name="Finding">What the scanner says.</param>
/// <param name="Identities">
/// The scanner's own identities, strongest first, each with its kind in front so that kinds cannot collide:
/// <c>iid:9F2C…</c>, <c>fp:contextHash/v1:…</c>. Empty when the scanner gives none; the place is then all there is
/// (see <see cref="FindingKey"/>, which always adds it as the weakest).
/// </param>
/// <param name="State">What the report itself says about it.</param>
public sealed record ReportedFinding(Finding Finding, IReadOnlyList<string> Identities, ReportedState State)
{
    /// <summary>The scanner's reason for a suppression; null when it gave none.</summary>
    public string? Justification { get; init; }

    /// <summary>Which earlier entries of the same report it supersedes where they name another state.</summary>
    public Supersedes Supersedes { get; init; }
}

/// <summary>
/// Which earlier entries of its report an entry supersedes. Where none is superseded the order means nothing, and a problem that any
/// entry calls open is open.
/// </summary>
public enum Supersedes
{
    /// <summary>None; every entry speaks for itself.</summary>
    Nothing,

    /// <summary>Those that speak of the same problem: with the same strongest identity, title, rule, place, weaknesses and ids.</summary>
    SameProblem,

    /// <summary>Those with the same strongest identity, whatever else they say.</summary>
    SameIdentity,
}

/// <summary>What a report says about the state of an entry.</summary>
public enum ReportedState
{
    /// <summary>A problem that is there.</summary>
    Open,

    /// <summary>There, but set aside in the scanner: suppressed, accepted, muted.</summary>
    Suppressed,

    /// <summary>There, but a person told the scanner that it is no problem.</summary>
    FalsePositive,

    /// <summary>Was there and is gone: fixed, closed, withdrawn.</summary>
    Fixed,

    /// <summary>No problem at all: a passed check, a note that a rule does not apply.</summary>
    NotAFinding,
}
