namespace Patchbay.Policies.Reading;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class NearestWord
{
    /// <summary>A half-sentence that offers the nearest word, or all words when none is near.</summary>
    public static string Hint(string wrong, IReadOnlyList<string> words) =>
        Find(wrong, words) is { } near ? $"did you mean \"{near}\"?"
        : words.Count == 0 ? "there can be none here"
        : $"it can be {string.Join(", ", words)}";

    private static string? Find(string wrong, IReadOnlyList<string> words)
    {
        if (wrong.Length is < 2 or > 40 || words.Count == 0)
        {
            return null;
        }

        var (best, distance) = words.Select(w => (w, Distance(wrong, w))).MinBy(c => c.Item2);
        return distance <= Math.Max(1, wrong.Length / 3)
            ? best
            : words.FirstOrDefault(w => w.StartsWith(wrong, StringComparison.OrdinalIgnoreCase));
    }

    // Edits to turn one into the other, with two neighbours changing places as one edit and case as none. Source: the
    // "optimal string alignment" form of Damerau's distance.
    private static int Distance(string a, string b)
    {
        var d = Enumerable.Range(0, a.Length + 1).Select(_ => new int[b.Length + 1]).ToArray();
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i][j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(d[i - 1][j], d[i][j - 1]) + 1,
                    d[i - 1][j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    d[i][j] = Math.Min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }

        return d[a.Length][b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
