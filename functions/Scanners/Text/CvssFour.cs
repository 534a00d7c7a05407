namespace Patchbay.Scanners.Text;

/// <summary>Computes scores of CVSS vectors of version 4.0. Source: the specification of FIRST.</summary>
/// <remarks>
/// Vectors fall into 270 classes whose worst members have a score given by the specification. Whatever else a vector lacks in severity
/// takes it down towards the next lower classes, in proportion. A vector has one score, which also follows from its threat and
/// environmental metrics when it has them.
/// </remarks>
internal static class CvssFour
{
    private const int BaseMetrics = 11;
    private const int Metrics = 15;
    private const char Safety = 'S';

    // Of each class the worst member's score in tenths. A block for each of the six classes of exploitability and complexity, in it a row for
    // each of the five of impact with requirements, in it three numbers of exploit maturity for each of the three of subsequent impact.
    private static readonly byte[] Worst =
    [
        100, 98, 95, 100, 93, 91, 93, 89, 81,
        99, 95, 92, 96, 87, 81, 90, 80, 68,
        98, 95, 90, 93, 89, 81, 88, 78, 69,
        95, 92, 84, 92, 81, 65, 80, 70, 48,
        92, 82, 72, 79, 69, 50, 69, 55, 27,

        99, 95, 92, 95, 90, 84, 92, 82, 72,
        97, 92, 85, 91, 83, 71, 81, 71, 53,
        95, 92, 85, 92, 80, 70, 84, 71, 50,
        93, 85, 73, 82, 72, 59, 70, 52, 30,
        86, 75, 52, 71, 52, 29, 63, 29, 17,

        98, 94, 91, 94, 86, 77, 87, 74, 63,
        95, 87, 81, 89, 74, 64, 75, 63, 49,
        94, 88, 76, 86, 74, 59, 72, 57, 52,
        89, 77, 67, 76, 58, 50, 57, 52, 25,
        83, 70, 54, 65, 58, 26, 53, 21, 13,

        95, 88, 76, 90, 75, 61, 77, 68, 52,
        90, 76, 70, 77, 62, 53, 66, 59, 30,
        89, 76, 62, 74, 57, 47, 61, 57, 24,
        78, 67, 58, 59, 57, 23, 52, 29, 16,
        71, 59, 30, 58, 26, 15, 23, 13, 6,

        93, 86, 75, 86, 74, 56, 70, 52, 40,
        87, 72, 58, 74, 61, 34, 54, 40, 22,
        85, 74, 62, 72, 55, 46, 53, 34, 19,
        75, 55, 51, 57, 41, 19, 36, 19, 8,
        64, 51, 20, 47, 21, 11, 24, 9, 4,

        88, 73, 60, 73, 59, 41, 54, 45, 20,
        75, 53, 50, 55, 40, 20, 43, 22, 11,
        75, 58, 40, 61, 48, 20, 46, 17, 8,
        55, 45, 21, 51, 18, 9, 18, 7, 2,
        53, 24, 14, 24, 12, 5, 10, 3, 1,
    ];

    private static readonly string[] Names = ["AV", "PR", "UI", "AC", "AT", "VC", "VI", "VA", "SC", "SI", "SA", "E", "CR", "IR", "AR"];

    // What a metric may say, the most severe first; a vector's letter counts as many steps as stand in front of it. Of the impact on
    // subsequent systems only the modified metrics know safety, and confidentiality does not.
    private static readonly string[] Letters = ["NALP", "NLH", "NPA", "LH", "NP", "HLN", "HLN", "HLN", " HLN", "SHLN", "SHLN", "APU", "HML", "HML", "HML"];

    // For each kind of class: how many steps its worst members are away from the most severe vector, and how many it reaches down from there.
    private static readonly (int Start, int Depth)[][] Reach =
    [
        [(0, 1), (1, 4), (3, 5)],
        [(0, 1), (1, 2)],
        [(0, 7), (3, 6), (1, 8), (3, 8), (3, 10)],
        [(1, 6), (3, 5), (6, 4)],
        [(0, 1), (1, 1), (2, 1)],
    ];

    /// <summary>The score of a vector, 0 to 10.</summary>
    /// <returns>Null when a base metric is missing or a metric says what it cannot.</returns>
    public static double? Score(ReadOnlySpan<char> vector)
    {
        var steps = new int[Metrics];
        if (!Read(vector, steps))
        {
            return null;
        }

        var system = steps.AsSpan(5, 3);
        var subsequent = steps.AsSpan(8, 3);
        if (!system.ContainsAnyExcept(2) && !subsequent.ContainsAnyExcept(3))
        {
            return 0;
        }

        ReadOnlySpan<int> distances = [Sum(steps.AsSpan(0, 3)), Sum(steps.AsSpan(3, 2)), Sum(system) + Sum(steps.AsSpan(12, 3)), Sum(subsequent), steps[11]];
        int[] classes =
        [
            ExploitabilityClass(steps.AsSpan(0, 3)),
            distances[1] > 0 ? 1 : 0,
            ImpactClass(system, steps.AsSpan(12, 3)),
            subsequent.Contains(0) ? 0 : subsequent.Contains(1) ? 1 : 2,
            steps[11],
        ];
        var worst = WorstOf(classes);
        var (loss, ways) = (0m, 0);
        for (var kind = 0; kind < classes.Length; kind++)
        {
            if (NextLower(classes, kind) is { } lower)
            {
                var (start, depth) = Reach[kind][classes[kind]];
                loss += (worst - lower) * (decimal)(distances[kind] - start) / depth;
                ways++;
            }
        }

        // A score in the middle of two goes up, also when it is made of sevenths, which cannot be written down.
        var tenths = worst - (ways == 0 ? 0 : loss / ways);
        return (double)Math.Clamp(Math.Floor(tenths + 0.5m + 0.000_001m), 0, 100) / 10;
    }

    private static int WorstOf(ReadOnlySpan<int> classes) => Worst[(((classes[0] * 2) + classes[1]) * 45) + (classes[2] * 9) + (classes[3] * 3) + classes[4]];

    // The score of the class that is next in one respect; of two ways down the shorter one.
    private static int? NextLower(ReadOnlySpan<int> classes, int kind)
    {
        int[] next = (kind, classes[kind]) switch
        {
            (2, 0) => [1, 2],
            (2, 1 or 2) => [3],
            _ => [classes[kind] + 1],
        };
        int? best = null;
        Span<int> lower = [.. classes];
        foreach (var one in next)
        {
            lower[kind] = one;
            best = one < Reach[kind].Length ? Math.Max(best ?? 0, WorstOf(lower)) : best;
        }

        return best;
    }

    private static int ExploitabilityClass(ReadOnlySpan<int> steps) =>
        !steps.ContainsAnyExcept(0) ? 0
        : steps[0] == 3 || !steps.Contains(0) ? 2
        : 1;

    // Both what is lost and whether the loss matters.
    private static int ImpactClass(ReadOnlySpan<int> system, ReadOnlySpan<int> requirements)
    {
        var isRequired = false;
        for (var i = 0; i < system.Length; i++)
        {
            isRequired |= system[i] == 0 && requirements[i] == 0;
        }

        return system[0] == 0 && system[1] == 0 ? isRequired ? 0 : 1
            : system.Contains(0) ? isRequired ? 2 : 3
            : 4;
    }

    private static int Sum(ReadOnlySpan<int> steps)
    {
        var sum = 0;
        foreach (var step in steps)
        {
            sum += step;
        }

        return sum;
    }

    // A modified metric takes the place of the base metric. What is not defined counts as the worst.
    private static bool Read(ReadOnlySpan<char> vector, int[] steps)
    {
        Array.Fill(steps, -1, 0, BaseMetrics);
        var modified = new int[BaseMetrics];
        Array.Fill(modified, -1);
        foreach (var range in vector.Split('/'))
        {
            var part = vector[range];
            var colon = part.IndexOf(':');
            if (colon < 1)
            {
                continue;
            }

            var name = part[..colon];
            var value = part[(colon + 1)..];
            var isModified = name.Length == 3 && name[0] is 'M' or 'm';
            var metric = Metric(isModified ? name[1..] : name);
            if (metric < 0 || (isModified && metric >= BaseMetrics) || value is "X" or "x")
            {
                continue;
            }

            var letter = value.Length == 1 ? char.ToUpperInvariant(value[0]) : '?';
            var step = Letters[metric].IndexOf(letter, StringComparison.Ordinal);
            if (step < 0 || (letter == Safety && !isModified))
            {
                return false;
            }

            (isModified ? modified : steps)[metric] = step;
        }

        var isWhole = !steps.Contains(-1);
        for (var i = 0; i < BaseMetrics; i++)
        {
            steps[i] = modified[i] < 0 ? steps[i] : modified[i];
        }

        return isWhole;
    }

    private static int Metric(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
