using System.Text;
using Patchbay.Storage;

namespace Patchbay.Tests.Storage;

/// <summary>What every store must do, however it does it: one row at a time, and listings. See also the second half.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private const string Partition = "findings:shop";

    protected IStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task A_row_is_found_as_it_was_written()
    {
        await CommitAsync(new Change.Add("one", Text("hello")));

        var row = await FindAsync("one");

        Assert.NotNull(row);
        Assert.Equal((Partition, "one", "hello"), (row.Partition, row.Key, Text(row.Body)));
        Assert.NotEmpty(row.Version);
    }

    [SkippableTheory]
    [InlineData("never written")]
    [InlineData("no key may hold a /")]
    [InlineData("nor a \\ # ? % or a \u0007")]
    [InlineData("it's OR 1 eq 1")]
    [InlineData("ONE")]
    public async Task A_row_that_is_not_there_is_not_found(string key)
    {
        await CommitAsync(new Change.Add("one", Text("hello")));

        Assert.Null(await FindAsync(key));
        Assert.Null(await Store.FindAsync(key, "one", default));
    }

    [SkippableFact]
    public async Task Partitions_do_not_see_each_other()
    {
        await CommitAsync(new Change.Add("one", Text("ours")));
        await Store.CommitAsync(Partition + ":2", [new Change.Add("one", Text("theirs")), new Change.Add("two", Text("theirs"))], default);

        Assert.Equal(["one"], await KeysAsync(""));
        Assert.Equal("ours", Text((await FindAsync("one"))!.Body));
        Assert.Empty(await Store.ListAsync("none", "", null, default).ToListAsync());
    }

    [SkippableFact]
    public async Task A_listing_has_whole_rows()
    {
        await CommitAsync(new Change.Add("a", Text("first")), new Change.Add("b", Text("second")));

        var rows = await Store.ListAsync(Partition, "", null, default).ToListAsync();

        Assert.Equal(["first", "second"], rows.Select(r => Text(r.Body)));
        Assert.Equal([(await FindAsync("a"))!.Version, (await FindAsync("b"))!.Version], rows.Select(r => r.Version));
        Assert.All(rows, r => Assert.Equal(Partition, r.Partition));
    }

    [SkippableFact]
    public async Task A_listing_follows_the_ordinal_order_of_keys()
    {
        string[] keys = ["~", "a", "B", "_", "10", "9", "a b", "a-b", "a:b", "ab", "é", "z", "ß", "\ud7ff", "\ue000", "漢"];
        await CommitAsync([.. keys.Select(k => new Change.Add(k, Text(k)))]);

        var listed = await KeysAsync("");

        Assert.Equal(keys.Order(StringComparer.Ordinal), listed);
    }

    [SkippableTheory]
    [InlineData("", null, "a,a:,a:1,a:2,a;,b'c,b'd,é1")]
    [InlineData("a:", null, "a:,a:1,a:2")]
    [InlineData("a:", "a:1", "a:2")]
    [InlineData("a:", "a:1x", "a:2")]
    [InlineData("a:", "a:2", "")]
    [InlineData("a:", "A", "a:,a:1,a:2")]
    [InlineData("a:", "a:\u0000", "a:1,a:2")]
    [InlineData("a:", "a:#", "a:1,a:2")]
    [InlineData("a:", "a:1/?%", "a:2")]
    [InlineData("a:", "a/", "a:,a:1,a:2")]
    [InlineData("", "a\ud83d\ude00", "b'c,b'd,é1")]
    [InlineData("a:", "b", "")]
    [InlineData("", "a;", "b'c,b'd,é1")]
    [InlineData("b'", "b'c", "b'd")]
    [InlineData("é", null, "é1")]
    [InlineData("none", null, "")]
    [InlineData("no/key", null, "")]
    public async Task A_listing_holds_the_keys_with_the_prefix_that_come_after(string prefix, string? after, string expected)
    {
        await CommitAsync([.. "a,a:,a:1,a:2,a;,b'c,b'd,é1".Split(',').Select(k => new Change.Put(k, Text(k)))]);

        var listed = await KeysAsync(prefix, after);

        Assert.Equal(expected, string.Join(',', listed));
    }

    [SkippableFact]
    public async Task A_listing_goes_on_beyond_a_thousand_rows()
    {
        var keys = Enumerable.Range(0, 2_345).Select(n => $"r{n:d5}").ToList();
        await Task.WhenAll(keys.Chunk(100).Select(c => CommitAsync([.. c.Select(k => new Change.Add(k, Text(k)))])));

        Assert.Equal(keys, await KeysAsync("r"));
        Assert.Equal(keys[1_001..], await KeysAsync("r", keys[1_000]));
    }

    [SkippableFact]
    public async Task A_listing_of_large_rows_is_complete()
    {
        var body = new byte[StoreLimits.BodyBytes];
        foreach (var key in "abcdefg")
        {
            await CommitAsync(new Change.Put($"{key}", body));
        }

        var rows = await Store.ListAsync(Partition, "", null, default).ToListAsync();

        Assert.Equal("abcdefg", string.Concat(rows.Select(r => r.Key)));
        Assert.All(rows, r => Assert.Equal(body.Length, r.Body.Length));
    }

    [SkippableFact]
    public async Task A_row_written_while_a_listing_goes_on_disturbs_nobody()
    {
        var keys = Enumerable.Range(0, 1_500).Select(n => $"r{n:d5}").ToList();
        await Task.WhenAll(keys.Chunk(100).Select(c => CommitAsync([.. c.Select(k => new Change.Add(k, Text(k)))])));
        var seen = new List<string>();

        await foreach (var row in Store.ListAsync(Partition, "r", null, default))
        {
            seen.Add(row.Key);
            if (seen.Count is 1 or 1_200)
            {
                Assert.True(await CommitAsync(new Change.Remove(row.Key, row.Version)));
            }
        }

        Assert.Equal(keys, seen);
        Assert.Equal(1_498, (await KeysAsync("r")).Count);
    }

    /// <summary>A store with no rows, for one test.</summary>
    protected abstract Task<IStore> OpenAsync();

    protected static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private Task<Row?> FindAsync(string key) => Store.FindAsync(Partition, key, default);

    private Task<bool> CommitAsync(params Change[] changes) => Store.CommitAsync(Partition, changes, default);

    private ValueTask<List<string>> KeysAsync(string prefix, string? after = null) =>
        Store.ListAsync(Partition, prefix, after, default).Select(r => r.Key).ToListAsync();
}
