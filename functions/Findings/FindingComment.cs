namespace Patchbay.Findings;

/// <summary>What somebody said about a finding.</summary>
/// <param name="Id">Fit for a row key; follows from the tracker's own name for it when it was said there.</param>
/// <param name="Author">As people know the author; null when a tracker does not say.</param>
/// <param name="Text">Untrusted: plain text or Markdown.</param>
/// <param name="At">When it was said, by the clock of where it was said.</param>
/// <param name="Origin"><see cref="Person"/>, or <c>tracker:</c> and the instance.</param>
/// <param name="Ticket">Key of the ticket below which it was said; null when it was said here.</param>
public sealed record FindingComment(string Id, string? Author, string Text, DateTimeOffset At, string Origin, string? Ticket)
{
    /// <summary>Origin of what was said in Patchbay.</summary>
    public const string Person = "person";

    /// <summary>Longest text that a person may write here; what a tracker took may be longer.</summary>
    public const int MostCharacters = 10_000;
}
