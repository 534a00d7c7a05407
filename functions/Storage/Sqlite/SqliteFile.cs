using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Patchbay.Storage.Sqlite;

/// <summary>Opens the store's file: its layout, its modes, and in plain words why it cannot be opened.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // "PBay": tells our file from another program's.
    private const int Mark = 0x50426179;

    // Rows lie in a table of their own, in the order they came, and the keys in an index. Rows of about 1 KB kept in key order
    // (WITHOUT ROWID) made 100,000 writes at random keys six times slower: nearly every row dirtied a page of its own.
    // Partitions are numbered because their names would be a third of that index.
    private const string Layout = """
        CREATE TABLE IF NOT EXISTS partitions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS rows (
            partition INTEGER NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (partition, key));
        """;

    /// <summary>The connection that writes.</summary>
    /// <param name="opening">How often the file has been opened for writing, this time included.</param>
    /// <exception cref="InvalidOperationException">Damaged, locked, out of reach or another program's; says what to do.</exception>
    public static SqliteConnection OpenToWrite(string path, out long opening)
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection(Describe(path));
        try
        {
            MakePrivate(path);
            connection.Open();
            opening = Prepare(connection, path);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new InvalidOperationException(Explain(path, e), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            connection.Dispose();
            throw new InvalidOperationException(OutOfReach(path), e);
        }
    }

    /// <summary>A connection that only reads.</summary>
    public static SqliteConnection OpenToRead(string path)
    {
        var connection = new SqliteConnection(Describe(path));
        connection.Open();
        Run(connection, "PRAGMA query_only = ON");
        Run(connection, "PRAGMA busy_timeout = 5000");
        return connection;
    }

    private static string Describe(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString();

    private static long Prepare(SqliteConnection connection, string path)
    {
        // Before the first page is written, or without effect. A commit of one row writes two or three pages, so larger ones
        // cost there what they save in bulk.
        Run(connection, "PRAGMA page_size = 8192");
        Run(connection, "PRAGMA journal_mode = WAL");
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, "PRAGMA fullfsync = ON"); // macOS alone: there a plain fsync stops at the drive's cache.
        Run(connection, "PRAGMA wal_autocheckpoint = 2000");
        Run(connection, "PRAGMA journal_size_limit = 67108864");
        Run(connection, "PRAGMA cache_size = -16000");
        Run(connection, "PRAGMA temp_store = MEMORY");
        using var transaction = connection.BeginTransaction();
        var mark = Number(connection, "PRAGMA application_id");
        if (mark != Mark && (mark != 0 || Number(connection, "SELECT COUNT(*) FROM sqlite_master") > 0))
        {
            throw new InvalidOperationException($"{path} is another program's SQLite database; name another file for the store.");
        }

        var opening = Number(connection, "PRAGMA user_version") + 1;
        Run(connection, Layout);
        Run(connection, $"PRAGMA application_id = {Mark}");
        Run(connection, $"PRAGMA user_version = {opening}");
        transaction.Commit();
        Run(connection, "PRAGMA busy_timeout = 5000");
        return opening;
    }

    // SQLite gives the files beside it (-wal, -shm) the mode of the database.
    private static void MakePrivate(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        if (!File.Exists(path))
        {
            using var made = new FileStream(
                path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        }

        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            File.SetUnixFileMode(file, OwnerOnly);
        }
    }

    private static string Explain(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The store's file {path} is locked by another program; end that program and start again.",
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT =>
            $"The store's file {path} is damaged or not an SQLite database; put a backup in its place, or move it away to begin anew.",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH => OutOfReach(path),
        raw.SQLITE_FULL => $"There is no room on the disk for the store's file {path}; free some and start again.",
        _ => $"The store's file {path} cannot be opened: {e.Message}",
    };

    private static string OutOfReach(string path) =>
        $"The store's file {path} cannot be made or written; let the user that runs Patchbay own it and its folder.";

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
