using Microsoft.Data.Sqlite;
using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly TempFolder folder = new();

    private string File => folder.File("data/store.db");

    [Fact]
    public async Task The_file_opened_again_holds_everything()
    {
        await AddAsync(Store, 250);
        await ((SqliteStore)Store).DisposeAsync();

        await using var again = new SqliteStore(File);

        Assert.Equal(250, await again.ListAsync("p", "", null, default).CountAsync());
    }

    [Fact]
    public async Task What_a_killed_process_leaves_holds_every_finished_commit()
    {
        var copy = folder.File("copy.db");
        await AddAsync(Store, 250);
        var seen = (await Store.FindAsync("p", "7", default))!;
        await Store.CommitAsync("p", [new Change.Replace("7", seen.Version, "new"u8.ToArray()), new Change.Add("last", default)], default);

        // As a kill would leave them: the database and its log, with nothing closed. (The -shm file is made anew from the log.)
        System.IO.File.Copy(File, copy);
        System.IO.File.Copy(File + "-wal", copy + "-wal");
        await using var left = new SqliteStore(copy);

        Assert.Equal(251, await left.ListAsync("p", "", null, default).CountAsync());
        Assert.Equal("new", Text((await left.FindAsync("p", "7", default))!.Body));
    }

    [Fact]
    public async Task Versions_are_not_used_again_after_a_restart()
    {
        await AddAsync(Store, 1);
        var seen = (await Store.FindAsync("p", "0", default))!;
        await Store.CommitAsync("p", [new Change.Remove("0", seen.Version)], default);
        await ((SqliteStore)Store).DisposeAsync();

        await using var again = new SqliteStore(File);
        await AddAsync(again, 1);

        Assert.False(await again.CommitAsync("p", [new Change.Remove("0", seen.Version)], default));
    }

    [Fact]
    public async Task Disposal_finishes_what_was_accepted()
    {
        var commits = Enumerable.Range(0, 500).Select(n => Store.CommitAsync("p", [new Change.Add($"{n}", default)], default)).ToList();
        await ((SqliteStore)Store).DisposeAsync();

        Assert.All(await Task.WhenAll(commits), Assert.True);
        await using var again = new SqliteStore(File);
        Assert.Equal(500, await again.ListAsync("p", "", null, default).CountAsync());
    }

    [Fact]
    public async Task Parallel_commits_share_transactions_yet_fail_alone()
    {
        var store = (SqliteStore)Store;
        var before = store.Transactions;

        var commits = Enumerable.Range(0, 1_000).Select(n => Store.CommitAsync(
            $"p{n % 16}",
            [new Change.Add($"first {n}", default), new Change.Add($"{n / 100}", default)],
            default));
        var done = (await Task.WhenAll(commits)).Count(isDone => isDone);

        Assert.Equal(160, done);
        Assert.Equal(320, (await Task.WhenAll(Enumerable.Range(0, 16).Select(
            p => Store.ListAsync($"p{p}", "", null, default).CountAsync().AsTask()))).Sum());
        Assert.InRange(store.Transactions - before, 1, 999);
    }

    [Fact]
    public async Task The_order_of_commits_by_one_caller_is_kept()
    {
        var first = Store.CommitAsync("p", [new Change.Put("k", "1"u8.ToArray())], default);
        var second = Store.CommitAsync("p", [new Change.Put("k", "2"u8.ToArray())], default);
        await Task.WhenAll(first, second);

        Assert.Equal("2", Text((await Store.FindAsync("p", "k", default))!.Body));
    }

    [SkippableFact]
    public async Task Only_the_owner_can_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SkipException("Windows has no modes");
        }

        await AddAsync(Store, 1);
        await Store.FindAsync("p", "0", default);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(
            [Owner, Owner, Owner],
            [System.IO.File.GetUnixFileMode(File), System.IO.File.GetUnixFileMode(File + "-wal"), System.IO.File.GetUnixFileMode(File + "-shm")]);
        Assert.Equal(Owner | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void A_damaged_file_is_refused_with_advice()
    {
        var damaged = folder.File("damaged.db");
        System.IO.File.WriteAllBytes(damaged, [.. Enumerable.Repeat((byte)'x', 20_000)]);

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteStore(damaged));

        Assert.Contains(damaged, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_file_is_refused_with_advice()
    {
        var locked = folder.File("locked.db");
        using var other = Open(locked, "PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE t (a); BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)");

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteStore(locked));

        Assert.Contains("locked by another program", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_is_refused()
    {
        var other = folder.File("other.db");
        Open(other, "CREATE TABLE bookmarks (url)").Dispose();

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteStore(other));

        Assert.Contains("another program's", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_where_no_file_can_be_is_refused_with_advice()
    {
        System.IO.File.WriteAllText(folder.File("file"), "");

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteStore(folder.File("file/store.db")));

        Assert.Contains("cannot be made", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_disposal_nothing_is_accepted()
    {
        var store = (SqliteStore)Store;
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync("p", [new Change.Add("k", default)], default));
    }

    public override async Task DisposeAsync()
    {
        await ((SqliteStore)Store).DisposeAsync();
        folder.Dispose();
    }

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new SqliteStore(File));

    private static async Task AddAsync(IStore store, int rows)
    {
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(100))
        {
            Assert.True(await store.CommitAsync("p", [.. chunk.Select(n => new Change.Add($"{n}", "body"u8.ToArray()))], default));
        }
    }

    private static SqliteConnection Open(string file, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return connection;
    }
}
