using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>Writes the texts of rules, before any finding refers to them.</summary>
internal sealed class RuleTexts(IStore store, string asset)
{
    // One listing answers for as many rows as fit in a page, so beyond a few rules it is cheaper than asking for each.
    private const int AskedOneByOne = 16;

    /// <summary>Writes those that are not stored yet.</summary>
    public async Task WriteAsync(ReportRules rules, IReadOnlyCollection<int> needed, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(rules, needed, cancellationToken);
        var changes = new List<Change>();
        var bytes = 0;
        foreach (var index in needed.Where(i => !known.Contains(rules[i].Hash)))
        {
            var body = rules.BodyOf(index);
            if (changes.Count == StoreLimits.Changes || bytes + body.Length > StoreLimits.CommitBytes)
            {
                await CommitAsync(changes, cancellationToken);
                bytes = 0;
            }

            // The key follows from the text, so whoever else writes it writes the same.
            changes.Add(new Change.Put(rules[index].Hash, body));
            bytes += body.Length;
        }

        await CommitAsync(changes, cancellationToken);
    }

    private async Task CommitAsync(List<Change> changes, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
        {
            await store.CommitAsync(FindingBook.RulesOf(asset), changes, cancellationToken);
            changes.Clear();
        }
    }

    private async Task<HashSet<string>> KnownAsync(
        ReportRules rules, IReadOnlyCollection<int> needed, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (needed.Count > AskedOneByOne)
        {
            await foreach (var row in store.ListAsync(FindingBook.RulesOf(asset), string.Empty, null, cancellationToken))
            {
                known.Add(row.Key);
            }

            return known;
        }

        foreach (var index in needed)
        {
            if (await store.FindAsync(FindingBook.RulesOf(asset), rules[index].Hash, cancellationToken) is { } row)
            {
                known.Add(row.Key);
            }
        }

        return known;
    }
}
