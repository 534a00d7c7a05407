namespace Patchbay.Trackers;

/// <summary>Lists what changed, page after page in the order of change, and misses nothing that changes meanwhile.</summary>
/// <remarks>
/// A page begins at the last moment of the one before, not at a number: a ticket that changes while the list is read moves to its end, all
/// that follow move up, and counting would pass over one of them. Only a moment that fills a whole page is counted through.
/// </remarks>
/// <param name="tracker">What people call it: <c>GitHub</c>.</param>
/// <param name="resolution">What the tracker's question can tell apart.</param>
/// <param name="overlap">How late a change may show in the list.</param>
public sealed class ChangePages(string tracker, TimeSpan resolution, TimeSpan overlap, ChangePages.Ask ask)
{
    // A thousand tickets with a hundred on a page; more only where that many changed within the overlap.
    private const int UsualPages = 10;
    private const int MostPages = 100;

    /// <summary>Asks for one page.</summary>
    /// <param name="from">Changes at or after this moment; the page may begin earlier.</param>
    /// <param name="next">Where a page of the same moment goes on, as the page before it said; null for the first.</param>
    public delegate Task<(ChangePage? Page, TrackerAnswer? Failure)> Ask(DateTimeOffset from, string? next, CancellationToken cancellationToken);

    /// <summary>Lists the tickets that changed at or after a moment, as far as one call goes.</summary>
    public async Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var (from, newest, next) = (since, since, (string?)null);
        for (var pages = 1; pages <= MostPages; pages++)
        {
            var (page, failure) = await ask(from, next, cancellationToken);
            if (page is null)
            {
                // What was read so far counts, or a tracker that limits us would never let us reach the end.
                return failure is not TrackerAnswer.Refused && from - overlap > since ? Seen(found, from - overlap) : failure!.ToChanges();
            }

            foreach (var ticket in page.Tickets)
            {
                found[ticket.Key] = ticket.ChangedAt;
            }

            newest = page.Last > newest ? page.Last.Value : newest;
            if (page.Next is null)
            {
                return Seen(found, newest - overlap > since ? newest - overlap : since);
            }

            var moment = new DateTimeOffset(newest.UtcTicks - (newest.UtcTicks % resolution.Ticks), TimeSpan.Zero);
            (from, next) = moment > from ? (moment, null) : (from, page.Next);
            if (pages >= UsualPages && from - overlap > since)
            {
                return Seen(found, from - overlap);
            }
        }

        return new Changes.Refused($"More tickets changed at once in {tracker} than can be listed; the nightly look finds them.");
    }

    /// <summary>Sorts what a tracker gave in one piece, as far as one call goes.</summary>
    public static Changes.Seen Of(IEnumerable<ChangedTicket> tickets, DateTimeOffset since, TimeSpan overlap)
    {
        var all = tickets.Where(t => t.ChangedAt >= since).OrderBy(t => t.ChangedAt).ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
        var usual = UsualPages * 100;

        // What changed at one moment stays together, and every call gets on.
        var last = all.Count > usual ? all[usual - 1].ChangedAt : DateTimeOffset.MaxValue;
        var end = last > since + overlap ? last : all.Find(t => t.ChangedAt > since + overlap)?.ChangedAt ?? DateTimeOffset.MaxValue;
        var told = all.TakeWhile(t => t.ChangedAt <= end).ToList();
        return new Changes.Seen(told, told.Count > 0 && told[^1].ChangedAt - overlap > since ? told[^1].ChangedAt - overlap : since);
    }

    private static Changes.Seen Seen(Dictionary<string, DateTimeOffset> found, DateTimeOffset watermark) =>
        new([.. found.Select(f => new ChangedTicket(f.Key, f.Value)).OrderBy(t => t.ChangedAt).ThenBy(t => t.Key, StringComparer.Ordinal)], watermark);
}

/// <summary>A page of a tracker's list.</summary>
/// <param name="Tickets">Those among it that could be ours.</param>
/// <param name="Last">The newest change on it, whosever it is; null for an empty page.</param>
/// <param name="Next">By what the tracker counts on; null after the last page.</param>
public sealed record ChangePage(IReadOnlyList<ChangedTicket> Tickets, DateTimeOffset? Last, string? Next)
{
    /// <summary>Reads a page.</summary>
    /// <param name="key">The key of an entry as a ticket; null when it is none.</param>
    /// <param name="changedAt">When an entry changed.</param>
    public static ChangePage Of(
        IEnumerable<System.Text.Json.JsonElement> entries,
        Func<System.Text.Json.JsonElement, string?> key,
        Func<System.Text.Json.JsonElement, DateTimeOffset?> changedAt,
        string? next)
    {
        var all = entries.Select(e => (Key: key(e), At: changedAt(e))).ToList();
        return new ChangePage([.. all.Where(e => e is { Key: not null, At: not null }).Select(e => new ChangedTicket(e.Key!, e.At!.Value))], all.Max(e => e.At), next);
    }
}
