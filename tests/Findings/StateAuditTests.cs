using Patchbay.Audit;
using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Policies;
using Patchbay.Storage;
using Patchbay.Tests.Links.Groups;
using Patchbay.Tests.Policies;

namespace Patchbay.Tests.Findings;

/// <summary>What a finding's history tells of scans and policies.</summary>
public sealed class StateAuditTests
{
    private readonly ScanBench bench = new();

    [Fact]
    public async Task A_scan_that_fixes_a_finding_and_one_that_opens_it_again_are_in_its_history_newest_first()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"));
        bench.Clock.Advance(TimeSpan.FromHours(1));
        var closing = await bench.PostAsync();
        bench.Clock.Advance(TimeSpan.FromHours(1));
        var opening = await bench.PostAsync(u => u with { ReportHash = "third" }, Flaw.At("src/a.cs"));

        var history = await HistoryAsync(bench.Rows, (await bench.FindingAsync("src/a.cs")).Key);

        Assert.Equal([($"scan:{opening.Id}", "fixed", "open"), ($"scan:{closing.Id}", "open", "fixed")], history.Select(Told));
        Assert.Equal([opening.ReceivedAt, closing.ReceivedAt], history.Select(h => h.At));
    }

    [Fact]
    public async Task What_a_scan_holds_as_absent_or_the_scanner_sets_aside_is_in_the_history()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"), Flaw.At("src/b.cs"));

        var scan = await bench.PostAsync(u => u with { IsWhole = false }, Flaw.At("src/b.cs", state: ReportedState.Suppressed));

        var absent = Assert.Single(await HistoryAsync(bench.Rows, (await bench.FindingAsync("src/a.cs")).Key));
        var suppressed = Assert.Single(await HistoryAsync(bench.Rows, (await bench.FindingAsync("src/b.cs")).Key));
        Assert.Equal(($"scan:{scan.Id}", "open", "absent"), Told(absent));
        Assert.Equal(($"scan:{scan.Id}", "open", "suppressed"), Told(suppressed));
        Assert.Equal("looked at", suppressed.Reason);
    }

    [Fact]
    public async Task New_findings_and_those_whose_state_stays_have_no_history()
    {
        await bench.PostAsync(Flaw.At("src/a.cs"), Flaw.At("src/b.cs", state: ReportedState.Suppressed));
        await bench.PostAsync(Flaw.At("src/a.cs", message: "said in other words"), Flaw.At("src/b.cs", state: ReportedState.Suppressed));

        var findings = await bench.FindingsAsync();

        Assert.Equal(2, findings.Count);
        Assert.All(findings, f => Assert.Empty(HistoryAsync(bench.Rows, f.Key).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task However_many_findings_a_scan_changes_each_has_its_history()
    {
        var many = 120 * FindingBook.Shards;
        await bench.PostAsync(Flaw.Many(many));

        await bench.PostAsync();
        await bench.PostAsync(u => u with { ReportHash = "confirms" });

        foreach (var finding in await bench.FindingsAsync())
        {
            Assert.Equal(["absent fixed", "open absent"], (await HistoryAsync(bench.Rows, finding.Key)).Select(h => $"{Told(h).Before} {Told(h).After}").Order());
        }
    }

    [Fact]
    public async Task A_policy_that_ignores_a_path_and_one_that_brings_it_back_are_in_the_history()
    {
        var groups = await GroupBench.StartAsync();
        var finding = GroupBench.Finding(1);
        await groups.StoreAsync(finding);
        await PutPoliciesAsync(groups, "{ kind: ignore-paths, name: pages, match: { path: \"src/**\" } }");
        groups.Lane.Clock.Advance(TimeSpan.FromHours(1));

        await PutPoliciesAsync(groups, "{ kind: ignore-paths, name: pages, match: { path: \"lib/**\" } }");

        var history = await HistoryAsync(groups.Lane.Store, finding.Key);
        Assert.Equal([("policy", "ignored", "open"), ("policy", "open", "ignored")], history.Select(Told));
        Assert.Matches("^Version [0-9]+ of the policies does not ignore its path.$", history[0].Reason);
        Assert.Matches("^Version [0-9]+ of the policies ignores its path.$", history[1].Reason);
    }

    private static async Task PutPoliciesAsync(GroupBench groups, string policy)
    {
        var lane = groups.Lane;
        var book = new PolicyBook(lane.Store, new Patchbay.Outbox.Outbox(lane.Store, lane.Queue, lane.Clock), lane.Clock);
        await book.ReplaceAsync(Document.Accepted($"policies: [{policy}]"), _ => false, CancellationToken.None);
        var version = (await book.ReadAsync(CancellationToken.None)).Version;
        await lane.Evaluation.RunAsync(new EvaluationWork("shop", null, 1, version), CancellationToken.None);
    }

    private static async Task<List<AuditEntry>> HistoryAsync(IStore store, string key) =>
        await new Patchbay.Audit.Audit(store).ListAsync(FindingBook.PartitionOf("shop", key), key, CancellationToken.None).ToListAsync();

    private static (string Who, string? Before, string? After) Told(AuditEntry entry) =>
        (entry.Who, entry.Before!.Value.GetProperty("state").GetString(), entry.After!.Value.GetProperty("state").GetString());
}
