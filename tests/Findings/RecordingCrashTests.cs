using Patchbay.Findings;

namespace Patchbay.Tests.Findings;

/// <summary>The process dies between any two commits of a recording. Nothing is lost, and a repeated upload ends as if nothing had happened.</summary>
public sealed class RecordingCrashTests
{
    private const int Known = 200;
    private const string PowerCut = "The power is cut.";

    [Theory]
    [InlineData(40, 1)]
    [InlineData(1800, 13)] // So many that most partitions need two commits.
    public async Task A_repeated_upload_after_a_kill_at_any_commit_ends_like_an_undisturbed_one(int fresh, int step)
    {
        var (undisturbed, commits) = await RunAsync(fresh, dieAt: int.MaxValue);

        for (var dieAt = 1; dieAt <= commits; dieAt += step)
        {
            var (repeated, _) = await RunAsync(fresh, dieAt);

            Assert.Equal(undisturbed, repeated);
        }
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(1800, 13)]
    public async Task After_a_kill_at_any_commit_a_sweep_brings_every_stored_finding_to_the_policies(int fresh, int step)
    {
        var (_, commits) = await RunAsync(fresh, dieAt: int.MaxValue);

        for (var dieAt = 1; dieAt <= commits; dieAt += step)
        {
            var bench = await StartAsync();
            await DieAsync(bench, Report(fresh), dieAt);

            await bench.EvaluateAsync();

            Assert.DoesNotContain(await bench.FindingsAsync(), f => f.Verdict is null);
        }
    }

    // New ones, one moved, one gone, one that is back, one set aside: every kind of change.
    private static IReadOnlyList<ReportedFinding> Report(int fresh) =>
    [
        .. Flaw.Many(Known + fresh).Skip(2),
        Flaw.At("src/file1.cs", line: 99),
        Flaw.At("src/back.cs"),
        Flaw.At("src/aside.cs", state: ReportedState.Suppressed),
    ];

    /// <summary>How it ended, as text, and how many commits it took when nothing disturbed it.</summary>
    private static async Task<(string End, int Commits)> RunAsync(int fresh, int dieAt)
    {
        var bench = await StartAsync();
        var commits = await DieAsync(bench, Report(fresh), dieAt);

        // What a sweep sent before the repetition must not make it think that all was seen.
        await bench.EvaluateAsync();
        var scan = await bench.PostAsync(Report(fresh));
        await bench.EvaluateAsync();

        var end = (await bench.Log.FindAsync("shop", scan.Id, CancellationToken.None))!;
        var findings = (await bench.FindingsAsync())
            .Select(f => $"{f.Key} {f.State} {f.FirstScan} {f.LastScan} {f.Verdict?.IsVulnerability} {f.Finding.Place.Line}");
        return ($"{scan.Id} {scan.Counts} {end.State} {end.Counts} {string.Join(' ', end.Warnings)}\n{string.Join('\n', findings)}", commits);
    }

    private static async Task<ScanBench> StartAsync()
    {
        var bench = new ScanBench();
        await bench.PostAsync(Flaw.Many(Known).Append(Flaw.At("src/back.cs")));
        await bench.PostAsync(Flaw.Many(Known));
        await bench.EvaluateAsync();
        return bench;
    }

    /// <returns>Commits until the end or the death.</returns>
    private static async Task<int> DieAsync(ScanBench bench, IReadOnlyList<ReportedFinding> report, int dieAt)
    {
        var commits = 0;
        bench.Store.BeforeCommit = (_, _) =>
        {
            if (Interlocked.Increment(ref commits) >= dieAt)
            {
                throw new InvalidOperationException(PowerCut);
            }
        };
        try
        {
            await bench.PostAsync(report);
        }
        catch (InvalidOperationException death) when (death.Message == PowerCut)
        {
            // The one that was wished for.
        }

        bench.Store.BeforeCommit = null;
        return commits;
    }
}
