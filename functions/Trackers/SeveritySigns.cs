using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>
/// What shows a ticket's severity in its tracker, the plainest first: a severity field, a priority, the severity labels. Pure.
/// </summary>
/// <remarks>
/// A sign may stand for several severities, because a mapping may write the same for them, and a severity may be written nowhere: neither must look
/// as if somebody had changed it. So signs are asked whether they speak against the severity that was last agreed on. Only the plainest is: a label
/// that still says what a priority said before must not set back what a person just changed.
/// </remarks>
public sealed class SeveritySigns
{
    private readonly IReadOnlyList<Sign> signs;

    private SeveritySigns(IReadOnlyList<Sign> signs) => this.signs = signs;

    /// <summary>Nothing shows it.</summary>
    public static SeveritySigns None { get; } = new([]);

    /// <summary>The severity labels among a ticket's labels.</summary>
    public static SeveritySigns OfLabels(Mapping mapping, IReadOnlyList<string> labels) =>
        None.And(mapping.LabelOf, labels, LabelComparer.Instance);

    /// <summary>Adds a sign; one that stands for no severity says nothing and is left out.</summary>
    /// <param name="written">What is written there for a severity; null where nothing is.</param>
    /// <param name="there">What stands there, by all the names it has.</param>
    /// <param name="comparer">By which texts are the same; null for all that differ in case alone.</param>
    public SeveritySigns And(Func<Severity, string?> written, IEnumerable<string?> there, IEqualityComparer<string>? comparer = null)
    {
        var names = there.OfType<string>().ToHashSet(comparer ?? StringComparer.OrdinalIgnoreCase);
        var (stands, unsaid) = (new HashSet<Severity>(), new HashSet<Severity>());
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (written(severity) is not { } text)
            {
                unsaid.Add(severity);
            }
            else if (names.Contains(text))
            {
                stands.Add(severity);
            }
        }

        return stands.Count == 0 ? this : new SeveritySigns([.. signs, new Sign(stands, unsaid)]);
    }

    /// <summary>Adds the signs of another.</summary>
    public SeveritySigns And(SeveritySigns others) => new([.. signs, .. others.signs]);

    /// <summary>The severity that the ticket shows.</summary>
    /// <param name="agreed">The severity last agreed on; null when there is none.</param>
    /// <returns>
    /// By the plainest sign on which the agreed one would be written: the agreed one if that may stand for it, otherwise what it stands for, the worst
    /// where it is several. The agreed one, too, without such a sign.
    /// </returns>
    public Severity? Given(Severity? agreed) =>
        signs.FirstOrDefault(s => agreed is not { } known || !s.Unsaid.Contains(known)) is { } sign
        && !(agreed is { } severity && sign.StandsFor.Contains(severity))
            ? sign.StandsFor.Max()
            : agreed;

    private sealed record Sign(IReadOnlySet<Severity> StandsFor, IReadOnlySet<Severity> Unsaid);
}
