using System.Runtime.CompilerServices;
using Patchbay.Storage;
using Patchbay.Tickets;

namespace Patchbay.Links.Groups;

/// <summary>The groups, each with its members and its link in the partition of its own key.</summary>
/// <remarks>
/// Row <c>g:{key}:{mapping}</c> counts the members, whose rows are <c>m:{key}:{mapping}:{finding}</c>. Whoever changes a member changes
/// the row of the group with it, so two who do so at the same time cannot both succeed.
/// </remarks>
public sealed class GroupBook(IStore store, LinkMap links, LaneNotes lanes, TimeProvider clock)
{
    // With the rows of the group, its link and the lane's note below the limit of a commit.
    private const int ToldAtOnce = StoreLimits.Changes - 10;

    /// <summary>How many findings a group has; null when there is no such group.</summary>
    public async Task<GroupCount?> CountAsync(LinkRef group, CancellationToken cancellationToken) =>
        await store.FindAsync(group.Partition, KeyOf(group), cancellationToken) is { } row ? StoredJson.Read<GroupCount>(row.Body) : null;

    /// <summary>Reads the findings of a group in order of their keys.</summary>
    /// <param name="after">Only findings whose keys come after this one; null for all.</param>
    public IAsyncEnumerable<GroupMember> MembersAsync(LinkRef group, string? after, CancellationToken cancellationToken) =>
        PresentAndFormerAsync(group, after, cancellationToken).Where(m => !m.HasLeft);

    /// <summary>Reads the findings of a group and those that people took out of it, in order of their keys.</summary>
    /// <param name="after">Only findings whose keys come after this one; null for all.</param>
    public IAsyncEnumerable<GroupMember> PresentAndFormerAsync(LinkRef group, string? after, CancellationToken cancellationToken) =>
        RowsAsync(group, after, cancellationToken).Select(r => r.Member).OfType<GroupMember>();

    /// <summary>Keeps what findings say of themselves, and wishes for the ticket what follows. Repeating it is harmless; so is old news.</summary>
    /// <param name="notes">All about this group.</param>
    public async Task TellAsync(LinkRef group, IEnumerable<GroupNote> notes, CancellationToken cancellationToken)
    {
        var latest = notes.GroupBy(n => n.FindingKey, (_, same) => same.MaxBy(n => n.Stamp)!);
        foreach (var part in latest.Chunk(ToldAtOnce))
        {
            while (!await TryTellAsync(group, part, cancellationToken))
            {
                // Somebody else told the group something, or its ticket was pushed: it is read again.
            }
        }
    }

    private async Task<bool> TryTellAsync(LinkRef group, GroupNote[] notes, CancellationToken cancellationToken)
    {
        // Read before its members: a commit against this row stands on members that nobody changed since.
        var head = await store.FindAsync(group.Partition, KeyOf(group), cancellationToken);
        var rows = await RowsAsync(group, null, cancellationToken).ToDictionaryAsync(r => r.FindingKey, StringComparer.Ordinal, cancellationToken);
        var news = notes.Where(n => !rows.TryGetValue(n.FindingKey, out var known) || known.Stamp < n.Stamp)
            .Select(n => new MemberRow(n.FindingKey, n.Stamp, n.Member ?? LeavingOf(rows.GetValueOrDefault(n.FindingKey)))).ToList();
        if (news.Count == 0)
        {
            return true;
        }

        news.ForEach(row => rows[row.FindingKey] = row);
        var members = rows.Values.Select(r => r.Member).OfType<GroupMember>().Where(m => !m.HasLeft).ToList();
        var open = members.Count(m => m.IsOpen);
        var count = StoredJson.Write(new GroupCount(notes[0].Group, open, members.Count - open));
        List<Change> changes =
        [
            head is null ? new Change.Add(KeyOf(group), count) : new Change.Replace(KeyOf(group), head.Version, count),
            .. news.Select(row => new Change.Put(PrefixOf(group) + row.FindingKey, StoredJson.Write(row))),
        ];

        var link = await links.FindAsync(group, cancellationToken);
        var mayUpdate = Array.Exists(notes, n => n.MayUpdate);
        if (GroupWish.Next(group, notes[0].Group, link?.Link, members, mayUpdate, clock.GetUtcNow()) is { } next)
        {
            var body = StoredJson.Write(next);
            changes.Add(link is null ? new Change.Add(group.Key, body) : new Change.Replace(group.Key, link.Version, body));
            changes.Add(lanes.Row([new PendingPush(group, next.Severity, next.WantedAt)]));
        }

        return await store.CommitAsync(group.Partition, changes, cancellationToken);
    }

    private static GroupMember? LeavingOf(MemberRow? known) => known?.Member is { } member ? member with { HasLeft = true } : null;

    private async IAsyncEnumerable<MemberRow> RowsAsync(
        LinkRef group, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(group);
        await foreach (var row in store.ListAsync(group.Partition, prefix, after is null ? null : prefix + after, cancellationToken))
        {
            yield return StoredJson.Read<MemberRow>(row.Body);
        }
    }

    private static string KeyOf(LinkRef group) => $"g:{group.FindingKey}:{group.Mapping}";

    private static string PrefixOf(LinkRef group) => $"m:{group.FindingKey}:{group.Mapping}:";

    // The row stays when the finding left, so that an older note cannot bring it back. Nothing is known of one that left before it was told.
    private sealed record MemberRow(string FindingKey, long Stamp, GroupMember? Member);
}

/// <summary>How many findings share a ticket.</summary>
/// <param name="Open">Those that are still a problem.</param>
/// <param name="Settled">Those that no longer are.</param>
public sealed record GroupCount(TicketGroup Group, int Open, int Settled);
