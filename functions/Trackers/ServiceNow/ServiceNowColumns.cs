namespace Patchbay.Trackers.ServiceNow;

/// <summary>The columns of a table, for whoever writes a mapping.</summary>
internal static class ServiceNowColumns
{
    private const int MostColumns = 1_000;

    /// <summary>Asks for the dictionary, which many accounts may not read: then there are none to show.</summary>
    public static async Task<IReadOnlyList<TrackerField>> ReadAsync(ServiceNowApi api, CancellationToken cancellationToken)
    {
        var query = $"nameIN{api.Settings.Table},task^elementISNOTEMPTY^ORDERBYelement";
        var answer = await api.ListAsync("sys_dictionary", query, MostColumns, "element,column_label,mandatory", cancellationToken);
        return answer is not TrackerAnswer.Done done ? [] :
        [
            .. from column in done.Body.Member("result").Items()
               where column.Text("element") is { Length: > 0 }
               select new TrackerField(column.Text("element")!, column.Text("column_label") ?? column.Text("element")!, column.Text("mandatory") == "true", []),
        ];
    }
}
