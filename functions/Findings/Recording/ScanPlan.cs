using System.Globalization;

namespace Patchbay.Findings.Recording;

/// <summary>What a surveyed report amounts to: its counts, and what becomes of findings that it does not name. Stores nothing.</summary>
/// <param name="duplicates">Open entries that another one stands for.</param>
internal sealed class ScanPlan(Upload upload, ReportDraft draft, ScanScope scope, IReadOnlyList<ShardWork> shards, int duplicates)
{
    /// <summary>The counts as the entries stand now; writing may find that somebody else was faster with some.</summary>
    public ScanCounts Counts()
    {
        var open = shards.SelectMany(s => s.Entries).Where(e => e.State == ReportedState.Open);
        var standings = new int[3];
        var ignored = 0;
        foreach (var entry in open)
        {
            standings[(int)entry.Standing]++;
            ignored += entry.IsIgnored ? 1 : 0;
        }

        return new ScanCounts
        {
            Read = draft.Read,
            Suppressed = draft.Suppressed,
            Duplicates = duplicates,
            Total = standings.Sum(),
            New = standings[(int)Standing.New],
            Seen = standings[(int)Standing.Seen],
            Reopened = standings[(int)Standing.Reopened],
            Absent = Absent().Count(),
            Ignored = ignored,
        };
    }

    /// <summary>The scan as it begins.</summary>
    /// <param name="lastVersion">Version of the tool at the last scan of the scope; null when not known.</param>
    public Scan Begin(string? lastVersion, DateTimeOffset now)
    {
        var absent = Absent().ToList();
        var missing = absent.Count(l => l.Front.State == FindingState.Open);
        var knownOpen = shards.Sum(s => s.KnownOpen) + missing;
        var judgement = AbsenceJudgement.Of(upload.ClosesAbsent, upload.IsWhole, knownOpen, missing, lastVersion, upload.ToolVersion);
        var warning = absent.Count == 0 || judgement.Closes
            ? Array.Empty<string>()
            : [string.Create(CultureInfo.InvariantCulture, $"{absent.Count} known findings are not in the report and are held as absent: {judgement.Reason}.")];
        return new Scan
        {
            Id = scope.ScanId,
            Asset = upload.Asset,
            Scope = upload.Scope,
            Tools = scope.Tools,
            Commit = upload.Commit,
            ReceivedAt = now,
            State = ScanState.Recording,
            ClosesAbsent = judgement.Closes,
            Counts = Counts(),
            Warnings = [.. warning, .. draft.Warnings, .. upload.Warnings],
        };
    }

    /// <summary>Notes which stored findings become another state because the report does not name them.</summary>
    public void Depart(Scan scan)
    {
        foreach (var loose in Absent())
        {
            // Held by this very scan, in a run that was interrupted: one scan must not confirm itself.
            var isConfirmed = scan.ClosesAbsent && (loose.Front.State == FindingState.Open || loose.Front.LastScan != scan.Id);
            if (isConfirmed || loose.Front.State == FindingState.Open)
            {
                var state = isConfirmed ? FindingState.Fixed : FindingState.Absent;
                shards[loose.Identity.Shard].Departures[(loose.Tool, loose.Identity)] = state;
            }
        }
    }

    private IEnumerable<LooseFinding> Absent() =>
        shards.SelectMany(s => s.Loose).Where(l => scope.IsJudged(l.Tool) && StateAfterScan.CanBeAbsent(l.Front.State));
}
