using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Patchbay.Storage.Sqlite;

/// <summary>
/// One prepared statement, used again and again by one thread at a time. Commands of the data provider look every parameter up by
/// name and make several objects a call, which is most of the cost of a small row.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new ArgumentException("The connection is closed.", nameof(connection));
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <param name="index">The parameter's number, from 1.</param>
    public SqliteStatement Bind(int index, string text)
    {
        // An empty span has no address, and SQLite takes that for NULL; the overload for strings ends them with a zero byte.
        if (text.Length == 0)
        {
            Check(raw.sqlite3_bind_text(statement, index, text));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= 2048 ? stackalloc byte[most] : new byte[most];
        Check(raw.sqlite3_bind_text(statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]));
        return this;
    }

    public SqliteStatement Bind(int index, long number)
    {
        Check(raw.sqlite3_bind_int64(statement, index, number));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, bytes));
        return this;
    }

    /// <returns>Whether there is a row to read; after the last one the statement may be bound anew.</returns>
    public bool Step()
    {
        var outcome = raw.sqlite3_step(statement);
        if (outcome == raw.SQLITE_ROW)
        {
            return true;
        }

        // Resetting reports the failure of the step a second time; it is the step's that is thrown.
        Reset();
        Check(outcome == raw.SQLITE_DONE ? raw.SQLITE_OK : outcome);
        return false;
    }

    /// <summary>Ends the reading before the last row; until then a read transaction is open.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    /// <summary>Runs a statement that answers no rows.</summary>
    /// <returns>How many rows it changed; meaningless for statements that change none.</returns>
    public int Run()
    {
        Step();
        return raw.sqlite3_changes(database);
    }

    /// <param name="column">The column's number, from 0.</param>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private void Check(int outcome)
    {
        if (outcome != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(outcome, database);
        }
    }
}
