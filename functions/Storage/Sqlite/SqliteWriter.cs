using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Patchbay.Storage.Sqlite;

/// <summary>The one connection that writes, for one caller at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteStatement> statements = [];
    private long version;

    public SqliteWriter(string path)
    {
        connection = SqliteFile.OpenToWrite(path, out var opening);

        // A version is never used twice, not even for a row that was removed and made again: 2^36 of them for each opening.
        version = opening << 36;
    }

    public void Begin() => Statement("BEGIN IMMEDIATE").Run();

    /// <summary>Makes everything applied since <see cref="Begin"/> durable.</summary>
    public void Commit() => Statement("COMMIT").Run();

    public void Rollback()
    {
        // Some failures (a full disk) have ended the transaction already.
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            Statement("ROLLBACK").Run();
        }
    }

    /// <returns>False, with nothing applied, when a row is not as the caller last saw it.</returns>
    public bool Apply(string partition, IReadOnlyList<Change> changes)
    {
        var number = NumberOf(partition);
        if (changes.Count == 1)
        {
            return Apply(number, changes[0]);
        }

        Statement("SAVEPOINT one").Run();
        var fits = changes.All(change => Apply(number, change));
        if (!fits)
        {
            Statement("ROLLBACK TO one").Run();
        }

        Statement("RELEASE one").Run();
        return fits;
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private bool Apply(long partition, Change change) => change switch
    {
        Change.Add add => Write(
            "INSERT INTO rows (partition, key, version, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", partition, add),
        Change.Put put => Write(
            "INSERT INTO rows (partition, key, version, body) VALUES (?1, ?2, ?3, ?4)"
            + " ON CONFLICT (partition, key) DO UPDATE SET version = excluded.version, body = excluded.body", partition, put),
        Change.Replace replace => Parse(replace.Version, out var old) && Write(
            "UPDATE rows SET version = ?3, body = ?4 WHERE partition = ?1 AND key = ?2 AND version = ?5", partition, replace, old),
        Change.Remove remove => Parse(remove.Version, out var old)
            && Statement("DELETE FROM rows WHERE partition = ?1 AND key = ?2 AND version = ?3")
                .Bind(1, partition).Bind(2, remove.Key).Bind(3, old).Run() == 1,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool Write(string sql, long partition, Change change, long? old = null)
    {
        var statement = Statement(sql);
        statement.Bind(1, partition).Bind(2, change.Key).Bind(3, ++version).Bind(4, StoreLimits.BodyOf(change).Span);
        if (old is { } seen)
        {
            statement.Bind(5, seen);
        }

        return statement.Run() == 1;
    }

    private long NumberOf(string partition)
    {
        var find = Statement("SELECT id FROM partitions WHERE name = ?1").Bind(1, partition);
        if (find.Step())
        {
            var number = find.Number(0);
            find.Reset();
            return number;
        }

        Statement("INSERT INTO partitions (name) VALUES (?1)").Bind(1, partition).Run();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);
    }

    private static bool Parse(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);

    private SqliteStatement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statements[sql] = statement = new SqliteStatement(connection, sql);
        }

        return statement;
    }
}
