using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Patchbay.Storage;

/// <summary>The one connection that writes.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand version;
    private readonly SqliteCommand put;
    private readonly SqliteCommand remove;
    private readonly long generation;
    private SqliteTransaction? transaction;
    private uint written;

    public SqliteWriter(string connectionString, string path)
    {
        if (!File.Exists(path) && !OperatingSystem.IsWindows())
        {
            // Made by us first, with the mode it is to have: SQLite gives the same mode to the files beside it.
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        connection = new SqliteConnection(connectionString);
        connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("PRAGMA wal_autocheckpoint = 4000");
        Run("CREATE TABLE IF NOT EXISTS rows (partition TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,"
            + " PRIMARY KEY (partition, key)) WITHOUT ROWID");
        Run("CREATE TABLE IF NOT EXISTS generation (number INTEGER NOT NULL)");
        Run("INSERT INTO generation SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM generation)");
        Run("UPDATE generation SET number = number + 1");
        generation = (long)Scalar("SELECT number FROM generation")!;
        version = Prepare("SELECT version FROM rows WHERE partition = $p AND key = $k");
        put = Prepare("INSERT INTO rows (partition, key, version, body) VALUES ($p, $k, $v, $b)"
            + " ON CONFLICT (partition, key) DO UPDATE SET version = excluded.version, body = excluded.body");
        put.Parameters.Add("$v", SqliteType.Integer);
        put.Parameters.Add("$b", SqliteType.Blob);
        remove = Prepare("DELETE FROM rows WHERE partition = $p AND key = $k");
    }

    public long Transactions { get; private set; }

    public void Begin()
    {
        transaction = connection.BeginTransaction(deferred: false);
        version.Transaction = put.Transaction = remove.Transaction = transaction;
    }

    /// <returns>False, with nothing written, when a row is not as the caller last saw it.</returns>
    public bool Apply(string partition, IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (!Fits(partition, change))
            {
                return false;
            }
        }

        foreach (var change in changes)
        {
            if (change is Change.Remove)
            {
                Bind(remove, partition, change.Key);
                remove.ExecuteNonQuery();
            }
            else
            {
                Put(partition, change);
            }
        }

        return true;
    }

    public void Commit()
    {
        transaction!.Commit();
        transaction.Dispose();
        transaction = null;
        Transactions++;
    }

    public void Rollback()
    {
        transaction?.Dispose();
        transaction = null;
    }

    public void Dispose()
    {
        transaction?.Dispose();
        version.Dispose();
        put.Dispose();
        remove.Dispose();
        connection.Dispose();
    }

    private static void Bind(SqliteCommand command, string partition, string key)
    {
        command.Parameters[0].Value = partition;
        command.Parameters[1].Value = key;
    }

    private bool Fits(string partition, Change change)
    {
        if (change is Change.Put)
        {
            return true;
        }

        Bind(version, partition, change.Key);
        var found = version.ExecuteScalar() is long number ? SqliteReader.VersionOf(number) : null;
        return change switch
        {
            Change.Replace replace => found == replace.Version,
            Change.Remove gone => found == gone.Version,
            _ => found is null,
        };
    }

    private void Put(string partition, Change change)
    {
        Bind(put, partition, change.Key);

        // Never used twice, not even for a row that was removed and made again: the generation counts the openings of the file.
        put.Parameters[2].Value = (generation << 32) | ++written;
        var body = StoreLimits.BodyOf(change);
        put.Parameters[3].Value =
            MemoryMarshal.TryGetArray(body, out var array) && array.Offset == 0 && array.Count == array.Array!.Length
                ? array.Array
                : body.ToArray();
        put.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add("$p", SqliteType.Text);
        command.Parameters.Add("$k", SqliteType.Text);
        return command;
    }

    private void Run(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }
}
