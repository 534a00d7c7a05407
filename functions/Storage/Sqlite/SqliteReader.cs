using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Patchbay.Storage.Sqlite;

/// <summary>A connection that reads, for one caller at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const int PageRows = 1_000;
    private const int PageBytes = 4 * 1024 * 1024;

    // Above every key: keys hold no surrogates, so in UTF-8 none begins with this character's first byte.
    private const string BeyondAll = "\U0010ffff";

    private readonly SqliteConnection connection;
    private readonly SqliteStatement find;
    private readonly SqliteStatement page;

    public SqliteReader(string path)
    {
        connection = SqliteFile.OpenToRead(path);
        const string Partition = "partition = (SELECT id FROM partitions WHERE name = ?1)";
        find = new SqliteStatement(connection, $"SELECT version, body FROM rows WHERE {Partition} AND key = ?2");
        page = new SqliteStatement(
            connection,
            $"SELECT key, version, body FROM rows WHERE {Partition} AND key >= ?2 AND key < ?3 ORDER BY key LIMIT {PageRows}");
    }

    public Row? Find(string partition, string key)
    {
        find.Bind(1, partition).Bind(2, key);
        try
        {
            return find.Step() ? new Row(partition, key, Text(find.Number(0)), find.Bytes(1)) : null;
        }
        finally
        {
            find.Reset();
        }
    }

    /// <returns>At most 1,000 rows, fewer when they are large; whether more may follow.</returns>
    public (List<Row> Rows, bool HasMore) Page(string partition, KeyRange range)
    {
        // No key holds a control character, so this is the least text after the bound that a key may reach.
        var from = range.IncludesFrom ? range.From : range.From + '\u0001';
        page.Bind(1, partition).Bind(2, from).Bind(3, range.Before ?? BeyondAll);
        var rows = new List<Row>();
        var bytes = 0;
        try
        {
            while (page.Step())
            {
                var body = page.Bytes(2);
                rows.Add(new Row(partition, page.Text(0), Text(page.Number(1)), body));
                bytes += body.Length;
                if (bytes >= PageBytes)
                {
                    return (rows, true);
                }
            }

            return (rows, rows.Count == PageRows);
        }
        finally
        {
            page.Reset();
        }
    }

    public void Dispose()
    {
        find.Dispose();
        page.Dispose();
        connection.Dispose();
    }

    private static string Text(long version) => version.ToString("x", CultureInfo.InvariantCulture);
}
