using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>
/// The CVEs of each QID, of an export that has a row for each CVE: so that all rows of one detection say the same and count as one.
/// </summary>
internal sealed class QualysCves
{
    // 30 MiB; Qualys' whole knowledge base has as many.
    private const int MostPairs = 300_000;
    private readonly Dictionary<string, (List<string> Cves, string? Third, string? Second)> known = new(StringComparer.Ordinal);
    private int pairs;

    /// <summary>Whether there were more than are kept.</summary>
    public bool IsFull => pairs >= MostPairs;

    /// <summary>Takes a row. Of the scores the highest of each version counts.</summary>
    public void Add(string qid, string? cve, (string? Third, string? Second) scores)
    {
        if (IsFull)
        {
            return;
        }

        pairs++;
        if (!known.TryGetValue(qid, out var entry))
        {
            entry = ([], null, null);
        }

        if (entry.Cves.Count < FindingLimits.ListEntries)
        {
            VulnerabilityIds.AddCves(cve, entry.Cves);
        }

        known[qid] = (entry.Cves, Higher(entry.Third, scores.Third), Higher(entry.Second, scores.Second));
    }

    /// <summary>Tells what is known of a QID.</summary>
    public void Tell(string qid, QualysCheckText text)
    {
        if (known.TryGetValue(qid, out var entry))
        {
            text.AddCves(string.Join(' ', entry.Cves.Order(StringComparer.Ordinal)));
            text.AddScores(entry.Third, entry.Second);
        }
    }

    private static string? Higher(string? one, string? other) => (QualysCvss.Of(one, null).Score ?? -1) >= (QualysCvss.Of(other, null).Score ?? -1) ? one : other;
}
