using System.Text.Json;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>A group or a person whom a mapping names; records refer to them by their ids.</summary>
/// <param name="table">Where they are.</param>
/// <param name="column">By which they are named, when not by their id.</param>
/// <param name="what">What people call one.</param>
/// <param name="wanted">The mapping's word for it; null for none.</param>
internal sealed class ServiceNowReference(ServiceNowApi api, string table, string column, string what, string? wanted)
{
    /// <summary>The project of a mapping whose records go to no group.</summary>
    private const string None = "none";

    private NamedChoice? known;

    /// <summary>The group that a mapping's project names.</summary>
    public static ServiceNowReference Group(ServiceNowApi api, string project) =>
        new(api, "sys_user_group", "name", "group", project == None ? null : project);

    /// <summary>A person who is named by login or id.</summary>
    public static ServiceNowReference Person(ServiceNowApi api, string? loginOrId) => new(api, "sys_user", "user_name", "user", loginOrId);

    /// <summary>The id; null for none. Asked for once.</summary>
    public async Task<(string? Id, TrackerAnswer? Failure)> FindAsync(CancellationToken cancellationToken)
    {
        var (found, failure) = await ReadAsync(cancellationToken);
        return (found?.Id, failure);
    }

    /// <summary>The id, and the name by which it goes where it was given by the other; null for none. Asked for once.</summary>
    public async Task<(NamedChoice? Found, TrackerAnswer? Failure)> ReadAsync(CancellationToken cancellationToken)
    {
        if (wanted is null || known is not null)
        {
            return (known, null);
        }

        var by = ServiceNowRecord.IsId(wanted) ? "sys_id" : column;
        var answer = await api.ListAsync(table, $"{by}={wanted}^active=true", 2, $"sys_id,{column}", cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.Member("result") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return (null, new TrackerAnswer.Refused(done.Status, "ServiceNow's answer is no list of records; is the URL that of the instance?"));
        }

        known = rows.Items().Where(r => r.Text(by) == wanted && r.Text("sys_id") is not null)
            .Select(r => new NamedChoice(r.Text("sys_id")!, r.Text(column) ?? "")).FirstOrDefault();
        return known is null
            ? (null, new TrackerAnswer.Refused(done.Status, $"There is no active {what} {wanted}, or our account may not read {table}."))
            : (known, null);
    }
}
