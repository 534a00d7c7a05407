namespace Patchbay.Scanners.Osv;

/// <summary>Orders versions well enough to choose among fixes: numbers by value, words before the end, else as text.</summary>
internal static class OsvVersion
{
    /// <summary>The smallest of the fixes that is above the installed version; the smallest of all when none is known to be.</summary>
    public static string? SmallestAbove(string? installed, IEnumerable<string> fixes)
    {
        if (fixes is IReadOnlyList<string> and ([] or [_]))
        {
            return fixes.FirstOrDefault();
        }

        var ordered = fixes.Distinct().Order(Comparer<string>.Create(Compare)).ToList();
        return ordered.Find(fix => installed is null || Compare(fix, installed) > 0) ?? ordered.FirstOrDefault();
    }

    /// <summary>Compares two versions.</summary>
    public static int Compare(string left, string right)
    {
        var (a, b) = (Parts(left), Parts(right));
        for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            var order = ComparePart(i < a.Count ? a[i] : null, i < b.Count ? b[i] : null);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    // A missing part is a zero, and 1.0-rc comes before 1.0.
    private static int ComparePart(string? left, string? right)
    {
        var (isLeftNumber, isRightNumber) = (IsNumber(left), IsNumber(right));
        if (isLeftNumber && isRightNumber)
        {
            var (l, r) = ((left ?? "0").TrimStart('0'), (right ?? "0").TrimStart('0'));
            return l.Length != r.Length ? l.Length.CompareTo(r.Length) : string.CompareOrdinal(l, r);
        }

        return isLeftNumber ? 1 : isRightNumber ? -1 : string.CompareOrdinal(left, right);
    }

    private static bool IsNumber(string? part) => part is null || char.IsAsciiDigit(part[0]);

    private static List<string> Parts(string version)
    {
        var parts = new List<string>();
        var start = 0;
        var text = version.TrimStart('v', 'V');
        for (var i = 0; i <= text.Length; i++)
        {
            var isBreak = i == text.Length || !char.IsAsciiLetterOrDigit(text[i]) || (i > start && char.IsAsciiDigit(text[i]) != char.IsAsciiDigit(text[i - 1]));
            if (isBreak)
            {
                if (i > start)
                {
                    parts.Add(text[start..i]);
                }

                start = i < text.Length && char.IsAsciiLetterOrDigit(text[i]) ? i : i + 1;
            }
        }

        return parts;
    }
}
