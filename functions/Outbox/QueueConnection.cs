using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Patchbay.Outbox;

/// <summary>The one connection to the queue's SQLite file, open to its owner only and to one process only. One caller at a time.</summary>
internal sealed class QueueConnection : IDisposable
{
    private const string InMemory = ":memory:";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SqliteConnection connection;
    private bool isSynced = true;

    /// <exception cref="InvalidOperationException">In use, damaged or out of reach; says which.</exception>
    public QueueConnection(string path, string schema)
    {
        SQLitePCL.Batteries_V2.Init();
        connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            MakePrivate(path);
            connection.Open();

            // Exclusive: a second process would free the locks of the first.
            Run("PRAGMA locking_mode = EXCLUSIVE");
            Run("PRAGMA journal_mode = WAL");
            Run("PRAGMA journal_size_limit = 16777216");
            Run("PRAGMA synchronous = FULL");
            Run("PRAGMA fullfsync = ON"); // macOS alone: there a plain fsync stops at the drive's cache.
            Run(schema);
        }
        catch (Exception refused) when (refused is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection.Dispose();
            throw new InvalidOperationException(Explain(path, refused), refused);
        }
    }

    public void Dispose() => connection.Dispose();

    /// <param name="isSent">Whether a promise is made: what was sent survives a power cut. A settlement may be lost in one; the message
    /// then comes again, as it may at any time, and a kill of the process alone loses neither.</param>
    public SqliteTransaction Begin(bool isSent)
    {
        if (isSynced != isSent)
        {
            Run(isSent ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            isSynced = isSent;
        }

        return connection.BeginTransaction();
    }

    /// <returns>How many rows it changed.</returns>
    public int Run(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public long Number(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public SqliteCommand Command(string sql, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    // SQLite gives its journal the mode of the database.
    private static void MakePrivate(string path)
    {
        if (path == InMemory || File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
    }

    private static string Explain(string path, Exception refused) => refused switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY } =>
            $"Another program uses the queue's file {path}; only one Patchbay may run on a data folder.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT } =>
            $"The queue's file {path} is damaged; put a backup in its place, or move it away: what the outboxes hold is sent again.",
        _ => $"The queue's file {path} cannot be opened: {refused.Message}",
    };
}
