using System.Globalization;

namespace Patchbay.Scanners;

/// <summary>Gathers what a person should know about how a report was read: each matter once, with its number and its first place.</summary>
public sealed class ReportWarnings
{
    private const int Most = 20;
    private readonly List<string> order = [];
    private readonly Dictionary<string, (int Count, string? First)> seen = [];

    /// <summary>The sentences, at most 20.</summary>
    public IReadOnlyList<string> All => [.. order.Take(Most).Select(Sentence)];

    /// <summary>Notes one occurrence.</summary>
    /// <param name="matter">
    /// A sentence without full stop, the same for every occurrence. <c>{0}</c> stands for their number; without it the number is added.
    /// </param>
    /// <param name="where">Where it is; only the first is told. Null when it is about the whole report.</param>
    public void Add(string matter, string? where = null)
    {
        if (seen.TryGetValue(matter, out var known))
        {
            seen[matter] = (known.Count + 1, known.First);
        }
        else if (order.Count < Most)
        {
            order.Add(matter);
            seen[matter] = (1, where);
        }
    }

    /// <summary>As <see cref="Add"/>, for what happens so often that a text each time would be too many.</summary>
    /// <param name="where">Asked only for the first.</param>
    public void AddAt(string matter, Func<string> where) => Add(matter, seen.ContainsKey(matter) || order.Count == Most ? null : where());

    private string Sentence(string matter)
    {
        var (count, first) = seen[matter];
        var number = count.ToString("N0", CultureInfo.InvariantCulture);
        if (matter.Contains("{0}", StringComparison.Ordinal))
        {
            var text = matter.Replace("{0}", number, StringComparison.Ordinal);
            return first is null ? $"{text}." : $"{text} (first: {first}).";
        }

        return first is not null ? $"{matter}: {number}, first {first}." : count > 1 ? $"{matter}: {number}." : $"{matter}.";
    }
}
