using System.Globalization;

namespace Patchbay.Findings.Recording;

/// <summary>Whether findings that a scan does not name are gone, or the scan is not to be trusted with that. Pure.</summary>
/// <param name="Closes">They become fixed; otherwise they are held as absent until another scan or a person confirms.</param>
/// <param name="Reason">Why they are held, for a person; null when they are not.</param>
public sealed record AbsenceJudgement(bool Closes, string? Reason)
{
    /// <summary>A set smaller than this may shrink by any part.</summary>
    public const int SmallestGuardedSet = 20;

    /// <summary>Judges one scan.</summary>
    /// <param name="isAsked">The sender or the assignment wants absent findings closed.</param>
    /// <param name="isWhole">The report holds everything, as far as its reader can tell.</param>
    /// <param name="knownOpen">Open findings of the scope and the report's tools before the scan.</param>
    /// <param name="missing">How many of these the scan does not name.</param>
    /// <param name="lastVersion">Version of the tool at the last scan of the scope; null when not known.</param>
    /// <param name="version">Version of the tool now; null when not known.</param>
    public static AbsenceJudgement Of(
        bool isAsked, bool isWhole, int knownOpen, int missing, string? lastVersion, string? version)
    {
        if (!isAsked)
        {
            return new AbsenceJudgement(false, "the upload or the assignment asks to leave them open");
        }

        if (!isWhole)
        {
            return new AbsenceJudgement(false, "the report does not hold everything the scanner found");
        }

        if (knownOpen >= SmallestGuardedSet && missing * 2L > knownOpen)
        {
            return new AbsenceJudgement(
                false, string.Create(CultureInfo.InvariantCulture, $"{missing} of {knownOpen} open findings are missing at once"));
        }

        return MajorOf(lastVersion) is { } last && MajorOf(version) is { } now && last != now
            ? new AbsenceJudgement(false, $"the tool changed from version {lastVersion} to {version}")
            : new AbsenceJudgement(true, null);
    }

    /// <summary>The first number of a version; null when there is none.</summary>
    private static string? MajorOf(string? version)
    {
        var text = version.AsSpan().TrimStart(" vV");
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        return digits.IsEmpty ? null : digits[..^1].TrimStart('0').ToString() + digits[^1];
    }
}
