using Patchbay.Findings;

namespace Patchbay.Scanners;

/// <summary>
/// One value of a report, whatever it is written in. It is read once, whole, as what is wanted; what cannot be read so is null.
/// </summary>
internal interface IReportValue
{
    /// <summary>A name: one of the few that repeat, cut to <see cref="FindingLimits.NameCharacters"/>; null when empty.</summary>
    string? Name();

    /// <summary>A text or number of which hardly any two are the same, cut as <see cref="Name"/> is; null when empty or a list.</summary>
    string? Id();

    /// <summary>A text of several lines; null when empty.</summary>
    /// <param name="maxCharacters">Where it is cut.</param>
    string? Text(int maxCharacters = FindingLimits.TextCharacters);

    /// <summary>Code, without what all its lines are indented by; null when empty.</summary>
    string? Code();

    /// <summary>A text, number or truth value as a name; null for a list.</summary>
    string? Scalar();

    /// <summary>A whole number, also a quoted one; null for anything else.</summary>
    int? Int();

    /// <summary>Adds a text, or every text of a list; numbers count as text.</summary>
    /// <param name="most">Entries beyond this many are dropped.</param>
    void Texts(List<string> target, int most = FindingLimits.ListEntries);
}
