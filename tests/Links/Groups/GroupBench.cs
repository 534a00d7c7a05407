using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Patchbay.Tickets;

namespace Patchbay.Tests.Links.Groups;

/// <summary>A bench whose findings are all of one rule, stored and judged as a scan and its evaluation would.</summary>
internal sealed class GroupBench
{
    public const string Ticket = "pb-group";

    private static readonly Editor Editor = new("bench", _ => false);

    private GroupBench(LaneBench lane) => Lane = lane;

    public LaneBench Lane { get; }

    public LinkRef Group { get; } = NameOf(TicketGrouping.Rule);

    public static async Task<GroupBench> StartAsync(
        TicketGrouping groupBy = TicketGrouping.Rule, AssignmentMode mode = AssignmentMode.LinkNewAndUpdate)
    {
        var bench = new GroupBench(await new LaneBench().ConnectedAsync());
        await bench.AssignAsync(groupBy, mode);
        bench.Lane.Tracker.Names[TicketMarker.For("shop", bench.Group.FindingKey, "issues")] = Ticket;
        return bench;
    }

    /// <summary>The assignment's grouping from now on; what was judged before is judged again only when it changes.</summary>
    public Task AssignAsync(TicketGrouping groupBy, AssignmentMode mode = AssignmentMode.LinkNewAndUpdate) => Lane.Integrations.PutAsync(
        new Assignment("all", "issues") { GroupBy = groupBy, Mode = mode }, Editor, CancellationToken.None);

    /// <summary>A finding as a scan stores it. Its shard follows from its number.</summary>
    public static FindingRecord Finding(int number, Severity severity = Severity.High, FindingState state = FindingState.Open)
    {
        var key = $"{new string('0', FindingKey.ScopeCharacters)}{number % FindingBook.Shards:x1}{number:x27}";
        var record = Make.Record(key, severity, DateTimeOffset.UnixEpoch.AddMinutes(number));
        var place = new Place { Path = $"src/page{number}.cs", Line = number };
        return record with { State = state, Finding = record.Finding with { Title = "Flaw", Place = place } };
    }

    /// <summary>Stores findings in the place of what was stored before.</summary>
    public async Task StoreAsync(params FindingRecord[] findings)
    {
        foreach (var shard in findings.GroupBy(f => FindingBook.PartitionOf(f.Asset, f.Key)))
        {
            foreach (var part in shard.Chunk(StoreLimits.Changes))
            {
                var changes = part.Select(f => new Change.Put(FindingBook.KeyPrefix + f.Key, FindingJson.Write(f)));
                Assert.True(await Lane.Store.CommitAsync(shard.Key, [.. changes], CancellationToken.None));
            }
        }
    }

    public Task EvaluateAsync(int shard) => Lane.Evaluation.RunAsync(new EvaluationWork("shop", null, shard, null), CancellationToken.None);

    /// <summary>Stores, judges and pushes.</summary>
    public async Task ScanAsync(params FindingRecord[] findings)
    {
        await StoreAsync(findings);
        foreach (var shard in findings.Select(f => FindingBook.ShardOf(f.Key)).Distinct())
        {
            await EvaluateAsync(shard);
        }

        await Lane.DrainAsync();
    }

    public async Task<IReadOnlyList<GroupMember>> MembersAsync() =>
        await Lane.Groups.MembersAsync(Group, null, CancellationToken.None).ToListAsync();

    public Task<Link> LinkAsync(FindingRecord finding) => Lane.LinkAsync(new LinkRef("shop", finding.Key, "issues"));

    /// <summary>The group's ticket as the tracker has it.</summary>
    public Ticket Shared => Lane.Tracker.Tickets[Ticket];

    public string Text => Patchbay.Tickets.Markdown.MarkdownRenderer.Render(Shared.Body, 100_000);

    private static LinkRef NameOf(TicketGrouping by)
    {
        var finding = Finding(1);
        return new LinkRef("shop", GroupKey.Of(finding, TicketGroup.Of(finding.Finding, by)!), "issues");
    }
}
