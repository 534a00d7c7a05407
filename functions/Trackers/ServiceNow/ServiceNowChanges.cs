using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Asks which of our records changed; one that a person attached is none of them.</summary>
internal sealed class ServiceNowChanges(ServiceNowApi api)
{
    private const int PageItems = 100;

    // A change bears the time at which it began, and shows when it is committed.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The records that changed at or after a moment.</summary>
    public Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new ChangePages("ServiceNow", TimeSpan.FromSeconds(1), Overlap, AskAsync).ReadAsync(since, cancellationToken);

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> AskAsync(DateTimeOffset from, string? next, CancellationToken cancellationToken)
    {
        var time = from.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var query = $"{ServiceNowRecord.OwnerField}={ServiceNowRecord.Owner}^sys_updated_on>={time}^ORDERBYsys_updated_on^ORDERBYsys_id";
        var skip = int.Parse(next ?? "0", CultureInfo.InvariantCulture);
        var table = api.Settings.Table;
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"{table}?sysparm_query={Uri.EscapeDataString(query)}&sysparm_limit={PageItems}&sysparm_offset={skip}&sysparm_fields=sys_id,number,{ServiceNowRecord.OwnerField},sys_updated_on&{ServiceNowApi.Plain}");
        var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.Member("result") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return (null, new TrackerAnswer.Refused(done.Status, "ServiceNow's answer is no list of records; is the URL that of the instance?"));
        }

        // A query by a column that is not there is no error: it answers with every record.
        if (rows.Items().Any(r => r.Text(ServiceNowRecord.OwnerField) != ServiceNowRecord.Owner))
        {
            return (null, new TrackerAnswer.Refused(
                done.Status, $"The table {table} has no column {ServiceNowRecord.OwnerField}, by which our records are told from others."));
        }

        // Rows that are hidden from us are counted and left out, so a short page need not be the last.
        var isLast = ServiceNowApi.Total(done) is { } total ? total <= skip + PageItems : rows.GetArrayLength() < PageItems;
        var more = isLast ? null : (skip + PageItems).ToString(CultureInfo.InvariantCulture);
        return (ChangePage.Of(rows.Items(), r => ServiceNowRecord.Of(r)?.Number, r => r.Time("sys_updated_on"), more), null);
    }
}
