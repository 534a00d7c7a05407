using System.Text;
using Patchbay.Findings;
using Patchbay.Outbox;
using Patchbay.Policies;
using Patchbay.Tests.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Policies;

public sealed class PolicyBookTests
{
    private const string Lax = """{"policies": [{"name": "lax", "kind": "classify", "match": {"severity": "critical"}}]}""";
    private const string Strict = """{"policies": [{"name": "strict", "kind": "classify", "match": {"severity": "all"}}]}""";

    private readonly MemoryStore store = new();
    private readonly FakeQueue queue = new();
    private readonly FakeTime time = new();

    [Fact]
    public async Task At_first_the_default_policies_are_in_force_and_nothing_is_stored()
    {
        var engine = await Book().EngineAsync(0, CancellationToken.None);

        Assert.Equal(1, engine.Document.Version);
        Assert.Equal(["medium and above are vulnerabilities", "tickets for critical and high"], engine.Document.Policies.Select(p => p.Name));
        Assert.Equal(0, store.Writes);
    }

    [Fact]
    public async Task A_change_counts_at_once_and_keeps_every_version()
    {
        var book = Book();
        await book.EngineAsync(0, CancellationToken.None);

        await ReplaceAsync(book, Lax);
        await ReplaceAsync(book, Strict);

        Assert.Equal("strict", (await book.EngineAsync(0, CancellationToken.None)).Document.Policies.Single().Name);
        Assert.Equal([3, 2, 1], await VersionsAsync(book, before: null));
        Assert.Equal([2, 1], await VersionsAsync(book, before: 3));
        Assert.Equal("lax", (await book.FindAsync(2, CancellationToken.None))!.Read().Policies.Single().Name);
        Assert.Equal(time.GetUtcNow(), (await book.FindAsync(3, CancellationToken.None))!.ChangedAt);
        Assert.Null(await book.FindAsync(4, CancellationToken.None));
    }

    [Fact]
    public async Task A_change_has_every_finding_judged_anew()
    {
        await ReplaceAsync(Book(), Lax);

        var (name, message) = Assert.Single(queue.Sent);
        Assert.Equal((Queues.Evaluations, "policies-2"), (name, message.Id));
        Assert.Equal("""{"policies":2}""", Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public async Task A_change_whose_message_could_not_be_sent_still_reaches_the_findings()
    {
        var outbox = new Patchbay.Outbox.Outbox(store, queue, time);
        queue.BeforeSend = () => throw new HttpRequestException("unreachable");
        await Assert.ThrowsAsync<HttpRequestException>(() => ReplaceAsync(new PolicyBook(store, outbox, time), Lax));

        queue.BeforeSend = null;
        await outbox.SweepAllAsync(CancellationToken.None);

        Assert.Equal("policies-2", Assert.Single(queue.Sent).Message.Id);
    }

    [Fact]
    public async Task The_same_policies_again_change_nothing()
    {
        var book = Book();
        await ReplaceAsync(book, Lax);
        var writes = store.Writes;

        var again = await ReplaceAsync(book, Lax.Replace("\"name\"", "  \"name\"", StringComparison.Ordinal));

        Assert.Equal(2, Assert.IsType<PolicyReplacement.Unchanged>(again).Now.Version);
        Assert.Equal(writes, store.Writes);
    }

    [Fact]
    public async Task A_stale_change_is_told_which_version_is_in_force()
    {
        var book = Book();
        await ReplaceAsync(book, Lax);

        var late = await book.ReplaceAsync(Document.Accepted(Strict), version => version != 1, CancellationToken.None);

        Assert.Equal(new PolicyReplacement.Stale(2), late);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public async Task Of_two_changes_at_once_both_happen_unless_the_second_is_conditional(bool isConditional, int expected)
    {
        var (book, other) = (Book(), Book());
        var isFirst = true;
        store.BeforeCommit = (_, changes) =>
        {
            // The other writer is faster: it commits between our read and our write.
            if (isFirst && changes.Any(c => c.Key == "current"))
            {
                isFirst = false;
                ReplaceAsync(other, Lax).GetAwaiter().GetResult();
            }
        };

        await book.ReplaceAsync(Document.Accepted(Strict), version => isConditional && version != 1, CancellationToken.None);

        Assert.Equal(expected, (await book.ReadAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task Another_process_sees_a_change_after_three_seconds_or_when_it_knows_of_it()
    {
        var (book, other) = (Book(), Book());
        var before = await other.EngineAsync(0, CancellationToken.None);
        await ReplaceAsync(book, Lax);

        Assert.Same(before, await other.EngineAsync(0, CancellationToken.None));
        Assert.False(await other.IsCurrentAsync(1, CancellationToken.None));
        Assert.Equal(2, (await other.EngineAsync(2, CancellationToken.None)).Document.Version);

        await ReplaceAsync(book, Strict);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, (await other.EngineAsync(0, CancellationToken.None)).Document.Version);
        Assert.True(await other.IsCurrentAsync(3, CancellationToken.None));
    }

    [Fact]
    public async Task Policies_that_stay_the_same_keep_their_engine()
    {
        var book = Book();
        var before = await book.EngineAsync(0, CancellationToken.None);

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Same(before, await book.EngineAsync(0, CancellationToken.None));
    }

    [Fact]
    public async Task Ignored_paths_are_told_for_each_asset()
    {
        var book = Book();
        await ReplaceAsync(
            book, """{"policies": [{"name": "t", "kind": "ignore-paths", "assets": "web-*", "match": {"path": "**/test/**"}}]}""");

        var web = await book.IgnoredPathsAsync("web-shop", [], CancellationToken.None);
        var api = await book.IgnoredPathsAsync("api", [], CancellationToken.None);

        Assert.True(web.Covers("src/test/A.java"));
        Assert.False(web.Covers("src/main/A.java"));
        Assert.Same(PathIgnores.None, api);
    }

    [Fact]
    public async Task The_largest_and_deepest_document_can_be_stored_and_read()
    {
        var match = string.Concat(Enumerable.Repeat("{\"not\":", 46)) + "{\"severity\":\"all\"}" + new string('}', 46);
        var rules = string.Join(',', Enumerable.Repeat($"\"{new string('ä', 150)}\"", 780));
        var book = Book();

        await ReplaceAsync(book, $$"""
            {"policies": [{"name": "p", "kind": "classify", "match": {{match}} },
                          {"name": "q", "kind": "classify", "match": {"rule": [{{rules}}]} }]}
            """);
        time.Advance(TimeSpan.FromMinutes(1));

        var verdict = (await Book().EngineAsync(0, CancellationToken.None)).Decide(Subject.Make(Severity.Info), time.GetUtcNow());
        Assert.Equal(["p"], verdict.Policies);
    }

    private PolicyBook Book() => new(store, new Patchbay.Outbox.Outbox(store, queue, time), time);

    private static Task<PolicyReplacement> ReplaceAsync(PolicyBook book, string text) =>
        book.ReplaceAsync(Document.Accepted(text), _ => false, CancellationToken.None);

    private static async Task<List<int>> VersionsAsync(PolicyBook book, int? before)
    {
        var versions = new List<int>();
        await foreach (var version in book.ListAsync(before, CancellationToken.None))
        {
            versions.Add(version.Version);
        }

        return versions;
    }
}
