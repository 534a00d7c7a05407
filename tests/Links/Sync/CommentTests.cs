using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Sync;

/// <summary>What people say goes both ways once, and never back to where it came from.</summary>
public sealed class CommentTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly LaneBench bench = new();

    [Fact]
    public async Task What_is_said_here_is_written_below_the_ticket_once_and_does_not_come_back()
    {
        var name = await LinkedAsync();

        await SayAsync(name, "Please look, @all\n/close");
        await bench.DrainAsync();
        var written = MarkdownRenderer.Render(Assert.Single(bench.Tracker.Comments).Body, 65_536, MarkdownDialect.GitLab);
        Hear("1", written);
        await LookAsync();
        await bench.ChangeAsync(name, link => link with { WantedAt = bench.Clock.GetUtcNow() });
        await bench.DrainAsync();

        Assert.Equal(["create pb-1", "comment pb-1"], bench.Tracker.Calls);
        Assert.StartsWith("ann said in Patchbay:", written, StringComparison.Ordinal);
        Assert.DoesNotContain(written.Split('\n'), line => line.StartsWith('/'));
        Assert.Equal(["Please look, @all\n/close"], await TextsAsync(name));
    }

    [Fact]
    public async Task What_is_said_below_the_ticket_is_kept_once_however_often_it_is_looked_at_and_does_not_go_back()
    {
        var name = await LinkedAsync();
        Hear("1", "first");
        await LookAsync();
        Hear("2", "second");

        await LookAsync();
        // A tracker that tells the time of the last change tells another time for what is known.
        bench.Tracker.Said["pb-1"] = [.. bench.Tracker.Said["pb-1"].Select(c => c with { MadeAt = c.MadeAt.AddHours(1) })];
        await LookAsync();
        await bench.DrainAsync();

        var kept = await KeptAsync(name);
        Assert.Equal(["first", "second"], kept.Select(c => c.Text));
        Assert.All(kept, c => Assert.Equal(("bob", "tracker:board", "pb-1"), (c.Author, c.Origin, c.Ticket)));
        Assert.Equal(["create pb-1"], bench.Tracker.Calls);
    }

    [Fact]
    public async Task Two_looks_at_the_same_time_keep_a_comment_once()
    {
        var name = await LinkedAsync();
        Hear("1", "first");
        var isFirst = true;
        bench.Store.BeforeCommit = (partition, _) =>
        {
            if (isFirst && partition == name.Partition)
            {
                isFirst = false;
                LookAsync().GetAwaiter().GetResult();
            }
        };

        await LookAsync();

        Assert.Equal(["first"], await TextsAsync(name));
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_sent_again_under_the_same_marker_and_in_its_place()
    {
        var name = await LinkedAsync();
        bench.Tracker.CommentAnswers.Enqueue(new PushResult.Unknown("The answer was lost."));
        await SayAsync(name, "first");
        await bench.DrainAsync();
        var failing = await bench.LinkAsync(name);
        await SayAsync(name, "second");

        await bench.DrainAsync();

        Assert.Equal("The answer was lost.", failing.Reason);
        Assert.Equal(["first", "second"], bench.Tracker.Comments.Select(c => Assert.IsType<TicketBlock.Prose>(c.Body.Blocks[1]).Value));
        Assert.Equal((LinkState.Linked, 0, null), ((await bench.LinkAsync(name)).State, (await bench.LinkAsync(name)).Attempts, (await bench.LinkAsync(name)).Reason));
    }

    [Fact]
    public async Task What_is_said_before_there_is_a_ticket_is_written_once_there_is_one()
    {
        await bench.ConnectedAsync(mapping => mapping with { Sync = new MappingSync { Comments = true } });
        var name = await bench.WishAsync();
        await SayAsync(name, "first");

        await bench.DrainAsync();

        Assert.Equal(["create pb-1", "comment pb-1"], bench.Tracker.Calls);
    }

    [Fact]
    public async Task Unless_the_mapping_wants_it_nothing_goes_either_way()
    {
        var name = await LinkedAsync(new MappingSync());
        Hear("1", "theirs");

        await SayAsync(name, "ours");
        await bench.DrainAsync();
        await LookAsync();

        Assert.Equal(["create pb-1"], bench.Tracker.Calls);
        Assert.Equal(["ours"], await TextsAsync(name));
    }

    private async Task<LinkRef> LinkedAsync(MappingSync? sync = null)
    {
        await bench.ConnectedAsync(mapping => mapping with { Sync = sync ?? new MappingSync { Comments = true } });
        var name = await bench.WishAsync();
        await bench.DrainAsync();
        return name;
    }

    private async Task SayAsync(LinkRef name, string text)
    {
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await bench.Comments.SayAsync(name.Asset, name.FindingKey, text, "ann", None));
    }

    private void Hear(string id, string text)
    {
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var said = bench.Tracker.Said.TryGetValue("pb-1", out var there) ? there : bench.Tracker.Said["pb-1"] = [];
        said.Add(SaidComment.Of(id, "bob", text, bench.Clock.GetUtcNow()));
    }

    private async Task LookAsync()
    {
        await bench.Desk.WantAsync("board", ["pb-1"], [], None);
        await bench.Syncs.RunAsync(new SyncWork("board", "pb-1"), None);
    }

    private async Task<List<FindingComment>> KeptAsync(LinkRef name) =>
        await new CommentBook(bench.Store).ListAsync(name.Asset, name.FindingKey, null, None).Select(c => c.Comment).ToListAsync();

    private async Task<IEnumerable<string>> TextsAsync(LinkRef name) => (await KeptAsync(name)).Select(c => c.Text);
}
