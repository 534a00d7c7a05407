using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>Brings one partition to what the report says. Repeating it is harmless: it reads what is there and writes what differs.</summary>
internal sealed class ShardWriter(IStore store, ReportDraft draft, ScanScope scope, EntryRecord records, Scan scan)
{
    // Each round another writer was faster somewhere in the partition; so often in a row means that something is wrong.
    private const int MostRounds = 50;

    /// <summary>Writes the partition's findings, with the message to the policies in every commit.</summary>
    public async Task WriteAsync(ShardWork work, CancellationToken cancellationToken)
    {
        using var batch = new ShardBatch();
        var wish = new EvaluationWish(scan, work.Shard);
        for (var round = 0; round < MostRounds; round++)
        {
            batch.Clear();
            if (await TryAsync(work, batch, wish, compares: round > 0 || work.ChangesKnown, cancellationToken))
            {
                return;
            }
        }

        throw new IOException($"Other writers kept changing the findings of {scan.Asset} while scan {scan.Id} was recorded.");
    }

    /// <returns>False when somebody else changed a row since it was read.</returns>
    private async Task<bool> TryAsync(
        ShardWork work, ShardBatch batch, EvaluationWish wish, bool compares, CancellationToken cancellationToken)
    {
        var partition = FindingBook.PartitionOf(scan.Asset, work.Shard);
        var steps = compares ? CompareAsync(work, batch, cancellationToken) : AddAsync(work, batch);
        await foreach (var _ in steps)
        {
            if (!batch.IsFull)
            {
                continue;
            }

            if (!await store.CommitAsync(partition, batch.With(wish.Next(isLast: false)), cancellationToken))
            {
                return false;
            }

            batch.Clear();
        }

        return await store.CommitAsync(partition, batch.With(wish.Next(isLast: true)), cancellationToken);
    }

    // Nothing stored is to be changed, so nothing need be read: should a finding be there by now, the commit fails.
    private async IAsyncEnumerable<int> AddAsync(ShardWork work, ShardBatch batch)
    {
        await Task.CompletedTask;
        for (var i = 0; i < work.Entries.Count; i++)
        {
            if (work.Entries[i].IsChanged)
            {
                AddNew(work.Entries[i], batch);
                yield return i;
            }
        }
    }

    private async IAsyncEnumerable<int> CompareAsync(
        ShardWork work, ShardBatch batch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = 0;
        for (ushort tool = 0; tool < scope.Tools.Count; tool++)
        {
            var rows = store.ListAsync(
                FindingBook.PartitionOf(scan.Asset, work.Shard), FindingBook.KeyPrefix + scope.PartOf(tool), null, cancellationToken);
            await foreach (var row in rows)
            {
                var identity = ScanScope.IdentityOf(row.Key);
                for (; next < work.Entries.Count && ShardSurvey.Comes(work.Entries[next], tool, identity) < 0; next++)
                {
                    AddNew(work.Entries[next], batch);
                    yield return next;
                }

                if (next < work.Entries.Count && ShardSurvey.Comes(work.Entries[next], tool, identity) == 0)
                {
                    work.Entries[next] = Again(work.Entries[next], row, batch);
                    next++;
                }
                else if (work.Departures.TryGetValue((tool, identity), out var state))
                {
                    Depart(row, state, batch);
                }

                yield return next;
            }
        }

        for (; next < work.Entries.Count; next++)
        {
            AddNew(work.Entries[next], batch);
            yield return next;
        }
    }

    private void AddNew(ReportEntry entry, ShardBatch batch)
    {
        var text = TextOf(entry);
        batch.Add(records.New(entry, text), EntryText.FindingOf(text));
    }

    private ReportEntry Again(ReportEntry entry, Row row, ShardBatch batch)
    {
        var front = FindingFront.Read(row.Body.Span, known: scan.Id);
        var met = ShardSurvey.Met(entry, front);
        if (met.IsChanged)
        {
            var was = StoredFinding.Of(row);
            var text = TextOf(entry);
            var next = records.Again(was.Record, entry, text);
            if (next.SeverityDecision is null)
            {
                batch.Replace(was, next, EntryText.FindingOf(text));
            }
            else
            {
                batch.Replace(was, next);
            }

            batch.Note(StateAudit.Row(was.Record, next, StateAudit.ByScan(scan.Id), next.StateReason));
        }

        // What this scan wrote already must not count as seen before.
        return front.LastScan == scan.Id ? entry : met;
    }

    private void Depart(Row row, FindingState state, ShardBatch batch)
    {
        // A person may have decided about it since it was surveyed; and what this scan did already needs no repetition.
        var was = StoredFinding.Of(row);
        var isUndecided = state == FindingState.Fixed ? was.Record.State != state : was.Record.State == FindingState.Open;
        if (isUndecided && was.Record.State is not (FindingState.FalsePositive or FindingState.RiskAccepted))
        {
            var next = records.Departed(was.Record, state);
            batch.Replace(was, next);
            batch.Note(StateAudit.Row(was.Record, next, StateAudit.ByScan(scan.Id), next.StateReason));
        }
    }

    private byte[] TextOf(ReportEntry entry)
    {
        var text = new byte[entry.Length];
        draft.Spool.Read(entry.Offset, text);
        return text;
    }
}
