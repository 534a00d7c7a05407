namespace Patchbay.Storage.Tables;

/// <summary>The URLs of one table. Source: Table service REST API, "Query Entities" and "Insert Entity".</summary>
internal sealed class TableAddress(Uri endpoint, string table)
{
    private readonly string root = endpoint.AbsoluteUri.TrimEnd('/');

    public string Table { get; } = table;

    /// <summary>Where tables are made.</summary>
    public Uri Tables => new($"{root}/Tables");

    public Uri Batch => new($"{root}/$batch");

    /// <summary>Where entities are inserted.</summary>
    public Uri Entities => new($"{root}/{Table}");

    public Uri Entity(string partition, string key) =>
        new($"{root}/{Table}(PartitionKey='{Escape(partition)}',RowKey='{Escape(key)}')");

    /// <param name="next">The continuation of the page before: partition and row.</param>
    public Uri Query(string partition, KeyRange range, (string Partition, string? Key)? next)
    {
        var filter = $"PartitionKey eq '{Double(partition)}'";
        if (range.From.Length > 0)
        {
            filter += $" and RowKey {(range.IncludesFrom ? "ge" : "gt")} '{Double(range.From)}'";
        }

        if (range.Before is { } before)
        {
            filter += $" and RowKey lt '{Double(before)}'";
        }

        var query = $"{root}/{Table}()?$filter={Uri.EscapeDataString(filter)}";
        if (next is var (nextPartition, nextKey))
        {
            query += $"&NextPartitionKey={Uri.EscapeDataString(nextPartition)}";
            query += nextKey is null ? "" : $"&NextRowKey={Uri.EscapeDataString(nextKey)}";
        }

        return new Uri(query);
    }

    private static string Double(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string Escape(string key) => Uri.EscapeDataString(Double(key));
}
