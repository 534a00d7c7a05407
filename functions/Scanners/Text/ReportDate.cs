using System.Globalization;

namespace Patchbay.Scanners.Text;

/// <summary>Reads the dates that scanners write. Source: formats page, section 0.7.</summary>
public static class ReportDate
{
    // Tried in order; a date without a zone is UTC. Neither list holds a pattern that could read another's text wrongly.
    private static readonly string[] Patterns =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss K", "yyyy-MM-dd HH:mm:ss.FFFFFFF K", "yyyyMMdd",
        "yyyy/MM/dd", "yyyy/MM/dd HH:mm:ss", "MMM d, yyyy", "MMM d, yyyy, h:mm:ss tt", "MMM d, yyyy h:mm tt", "MMM d, yyyy hh:mm tt",
        "d MMM yyyy", "d MMM yyyy h:mmtt", "d MMM yyyy h:mmttK", "d MMM yyyy HH:mm:ss", "ddd MMM d HH:mm:ss.FFF yyyy",
        "ddd MMM d HH:mm:ss yyyy", "ddd, d MMM yyyy HH:mm:ss", "ddd, d MMM yyyy HH:mm:ssK",
    ];

    /// <summary>Reads a date, with or without time and zone.</summary>
    /// <returns>UTC; null when it is absent, unreadable, a zero date, or could mean two days.</returns>
    public static DateTimeOffset? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (IsoDate.Of(text) is { } common)
        {
            return NullIfZero(common);
        }

        var plain = Plain(text.Trim());
        return DateTimeOffset.TryParseExact(
            plain, Patterns, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
            ? NullIfZero(date)
            : Slashed(plain);
    }

    /// <summary>Reads seconds since 1970, with a fraction.</summary>
    public static DateTimeOffset? OfEpoch(double seconds) =>
        seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    // One spelling for each part: a blank for T, offsets with a colon, at most seven decimals, no zone names.
    private static string Plain(string text)
    {
        var plain = text.Replace('\u202F', ' ').Replace('\u00A0', ' ').Replace(" UTC", string.Empty, StringComparison.Ordinal);
        if (plain.Length > 10 && plain[4] == '-' && plain[10] is 'T' or 't')
        {
            plain = $"{plain.AsSpan(0, 10)} {plain.AsSpan(11)}";
        }

        var gmt = plain.IndexOf(" GMT", StringComparison.Ordinal);
        plain = gmt < 0 ? plain : plain.Remove(gmt, " GMT".Length);
        plain = plain.EndsWith('z') ? plain[..^1] + 'Z' : plain;
        plain = plain.Length > 10 && plain[^5] is '+' or '-' && plain.AsSpan()[^4..].IndexOfAnyExceptInRange('0', '9') < 0 ? plain.Insert(plain.Length - 2, ":") : plain;
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var end = point < 0 ? -1 : point + 1;
        while (end >= 0 && end < plain.Length && char.IsAsciiDigit(plain[end]))
        {
            end++;
        }

        return end - point > 8 ? plain.Remove(point + 8, end - point - 8) : plain;
    }

    // Both orders occur, so only a part above twelve tells which is the day; the rest is not guessed.
    private static DateTimeOffset? Slashed(string text)
    {
        var day = text.Split(' ', 2)[0].Split('/');
        if (day.Length != 3 || !int.TryParse(day[0], CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(day[1], CultureInfo.InvariantCulture, out var second) || !(first > 12 || second > 12 || first == second))
        {
            return null;
        }

        var order = first > 12 ? "d/M/yyyy" : "M/d/yyyy";
        string[] patterns = [order, order + " H:mm", order + " H:mm:ss", order + " h:mm:ss tt", order + " h:mm tt"];
        return DateTimeOffset.TryParseExact(
            text, patterns, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? NullIfZero(date)
            : null;
    }

    private static DateTimeOffset? NullIfZero(DateTimeOffset date) => date.Year <= 1 ? null : date;
}
