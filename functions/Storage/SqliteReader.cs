using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Patchbay.Storage;

/// <summary>A connection that reads; used by one caller at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const int PageRows = 1_000;
    private const int PageBytes = 4 * 1024 * 1024;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand find;
    private readonly SqliteCommand page;

    public SqliteReader(string connectionString)
    {
        connection = new SqliteConnection(connectionString);
        connection.Open();
        find = connection.CreateCommand();
        find.CommandText = "SELECT version, body FROM rows WHERE partition = $p AND key = $k";
        find.Parameters.Add("$p", SqliteType.Text);
        find.Parameters.Add("$k", SqliteType.Text);
        page = connection.CreateCommand();
        page.CommandText =
            "SELECT key, version, body FROM rows WHERE partition = $p AND key > $a AND key >= $f AND key < $t ORDER BY key";
        page.Parameters.Add("$p", SqliteType.Text);
        page.Parameters.Add("$a", SqliteType.Text);
        page.Parameters.Add("$f", SqliteType.Text);
        page.Parameters.Add("$t", SqliteType.Text);
    }

    public static string VersionOf(long number) => number.ToString("x", CultureInfo.InvariantCulture);

    public Row? Find(string partition, string key)
    {
        find.Parameters[0].Value = partition;
        find.Parameters[1].Value = key;
        using var reader = find.ExecuteReader();
        return reader.Read() ? new Row(partition, key, VersionOf(reader.GetInt64(0)), reader.GetFieldValue<byte[]>(1)) : null;
    }

    public (IReadOnlyList<Row> Rows, bool IsLast) Page(string partition, string keyPrefix, string? after)
    {
        page.Parameters[0].Value = partition;
        page.Parameters[1].Value = after ?? string.Empty;
        page.Parameters[2].Value = keyPrefix;

        // Keys hold no surrogates, so U+FFFF is beyond any key, in our order of UTF-16 as in SQLite's of UTF-8.
        page.Parameters[3].Value = keyPrefix + '\uffff';
        using var reader = page.ExecuteReader();
        var rows = new List<Row>();
        var bytes = 0;
        while (rows.Count < PageRows && bytes < PageBytes)
        {
            if (!reader.Read())
            {
                return (rows, true);
            }

            var body = reader.GetFieldValue<byte[]>(2);
            rows.Add(new Row(partition, reader.GetString(0), VersionOf(reader.GetInt64(1)), body));
            bytes += body.Length;
        }

        return (rows, false);
    }

    public void Dispose()
    {
        find.Dispose();
        page.Dispose();
        connection.Dispose();
    }
}
