using System.Globalization;
using Patchbay.Audit;
using Patchbay.Outbox;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>Keeps what people decide about findings, and has the policies look at these again. Safe to call from many threads.</summary>
public sealed class Decisions(IStore store, FindingBook findings, AcceptedRisks risks, Outbox.Outbox outbox, TimeProvider clock)
{
    /// <summary>Keeps one decision, with who made it. Repeating it is harmless.</summary>
    public async Task<DecisionOutcome> DecideAsync(string asset, string key, Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Mistake(clock.GetUtcNow()) is { } mistake)
        {
            return new DecisionOutcome.Refused(mistake);
        }

        while (await findings.FindAsync(asset, key, cancellationToken) is { } stored)
        {
            var next = Become(stored.Record, decision);
            if (next == stored.Record || await CommitAsync(stored, next, AuditOf(stored.Record, next, decision), [], cancellationToken))
            {
                return new DecisionOutcome.Done(next);
            }
        }

        return new DecisionOutcome.Missing();
    }

    /// <summary>Keeps a decision that was made in view of a finding as it was read.</summary>
    /// <param name="along">Committed with it, in the finding's partition.</param>
    /// <returns>False when the finding, or what else is to change, changed since it was read; then nothing is kept.</returns>
    public Task<bool> TakeAsync(
        StoredFinding stored, Decision decision, IReadOnlyList<Change> along, CancellationToken cancellationToken)
    {
        var next = Become(stored.Record, decision);
        return CommitAsync(stored, next, AuditOf(stored.Record, next, decision), along, cancellationToken);
    }

    /// <summary>Gives a finding another severity than the scanner's, or takes that back. Repeating it is harmless.</summary>
    /// <param name="value">Null to have the scanner's own count again.</param>
    public async Task<DecisionOutcome> RateAsync(
        string asset, string key, Severity? value, string reason, string who, CancellationToken cancellationToken)
    {
        if (reason.Length > Decision.ReasonCharacters || (value is not null && reason.Length == 0))
        {
            return new DecisionOutcome.Refused($"A decided severity has a reason of 1 to {Decision.ReasonCharacters} characters.");
        }

        while (await findings.FindAsync(asset, key, cancellationToken) is { } stored)
        {
            var standing = stored.Record.SeverityDecision;
            if ((standing?.Value, standing?.Reason) == (value, value is null ? null : reason)
                || await RateAsync(stored, value, reason, who, [], cancellationToken))
            {
                return await findings.FindAsync(asset, key, cancellationToken) is { } rated
                    ? new DecisionOutcome.Done(rated.Record)
                    : new DecisionOutcome.Missing();
            }
        }

        return new DecisionOutcome.Missing();
    }

    /// <summary>The same in view of a finding as it was read.</summary>
    /// <param name="value">Null to have the scanner's own count again.</param>
    /// <param name="along">Committed with it, in the finding's partition.</param>
    /// <returns>False when the finding, or what else is to change, changed since it was read; then nothing is kept.</returns>
    public Task<bool> RateAsync(
        StoredFinding stored, Severity? value, string reason, string who, IReadOnlyList<Change> along, CancellationToken cancellationToken)
    {
        var was = stored.Record;
        var now = clock.GetUtcNow();
        var reported = was.SeverityDecision?.Reported ?? was.Finding.Rating;
        var decision = value is { } severity ? new SeverityDecision(severity, reason, who, now) { Reported = reported } : null;
        var next = was.Rated(decision) with { Verdict = null };
        var audit = Audit.Audit.Row(
            new AuditEntry(was.Key, who, decision is null ? "take severity back" : "decide severity", now) { Reason = reason.Length > 0 ? reason : null },
            new { Severity = was.Finding.Rating.Value, IsDecided = was.SeverityDecision is not null },
            new { Severity = next.Finding.Rating.Value, IsDecided = decision is not null });
        return CommitAsync(stored, next, audit, along, cancellationToken);
    }

    /// <summary>Opens again every finding whose accepted risk has ended, as the person who accepted it asked. Repeating it is harmless.</summary>
    public async Task EndAcceptedRisksAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await foreach (var ended in risks.EndedAsync(now, cancellationToken))
        {
            await EndAsync(ended.End, now, cancellationToken);
            await risks.RemoveAsync(ended, cancellationToken);
        }
    }

    /// <summary>Lists what changed a finding, newest first: decisions, and states that scans and policies gave it.</summary>
    /// <param name="key">Key of a finding.</param>
    public IAsyncEnumerable<AuditEntry> HistoryOf(string asset, string key, CancellationToken cancellationToken) =>
        new Audit.Audit(store).ListAsync(FindingBook.PartitionOf(asset, key), key, cancellationToken);

    // Looked at anew after each lost race: a person may have prolonged the acceptance, or decided otherwise, a moment ago.
    private async Task EndAsync(RiskEnd end, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await findings.FindAsync(end.Asset, end.Key, cancellationToken) is { } stored
            && stored.Record is { State: FindingState.RiskAccepted, AcceptedUntil: { } until } && until <= now)
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"The risk was accepted until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
            var reopening = new Decision(FindingState.Open, reason, null, "patchbay");
            if (await TakeAsync(stored, reopening, [], cancellationToken))
            {
                return;
            }
        }
    }

    private FindingRecord Become(FindingRecord was, Decision decision)
    {
        var next = was with { State = decision.State, StateReason = decision.Reason, AcceptedUntil = decision.Until };
        return next == was
            ? was
            : next with { Verdict = null, StateChangedAt = was.State == next.State ? was.StateChangedAt : clock.GetUtcNow() };
    }

    private Change AuditOf(FindingRecord was, FindingRecord next, Decision decision) => Audit.Audit.Row(
        new AuditEntry(was.Key, decision.Who, "decide on finding", clock.GetUtcNow()) { Reason = decision.Reason },
        new { was.State, was.AcceptedUntil },
        new { next.State, next.AcceptedUntil });

    private async Task<bool> CommitAsync(
        StoredFinding stored, FindingRecord next, Change audit, IReadOnlyList<Change> along, CancellationToken cancellationToken)
    {
        var was = stored.Record;
        var partition = FindingBook.PartitionOf(was.Asset, was.Key);
        var work = StoredJson.Write(new Work(was.Asset, FindingBook.ShardOf(was.Key)));
        var id = string.Create(CultureInfo.InvariantCulture, $"decided:{was.Key}:{Guid.NewGuid():n}");
        var message = new OutboxMessage(Queues.Evaluations, new QueueMessage(id, null, work));

        await outbox.AnnounceAsync([partition], cancellationToken);
        if (next.AcceptedUntil is { } until)
        {
            await risks.NoteAsync(next.Asset, next.Key, until, cancellationToken);
        }

        if (!await store.CommitAsync(partition, [stored.Become(next), audit, message.ToRow(), .. along], cancellationToken))
        {
            return false;
        }

        await outbox.SendAsync(partition, [message], cancellationToken);
        return true;
    }

    // What the queue's consumer reads; see EvaluationWork.
    private sealed record Work(string Asset, int Shard);
}
