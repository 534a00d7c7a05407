using System.Text.Json;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>The group that new records go to: a mapping's project.</summary>
internal sealed class ServiceNowGroup(ServiceNowApi api, string project)
{
    /// <summary>The project of a mapping whose records go to no group.</summary>
    public const string None = "none";

    private string? known;

    /// <summary>The group's id; null for no group. Asked for once.</summary>
    public async Task<(string? Id, TrackerAnswer? Failure)> FindAsync(CancellationToken cancellationToken)
    {
        if (project == None || known is not null)
        {
            return (known, null);
        }

        var column = ServiceNowRecord.IsId(project) ? "sys_id" : "name";
        var answer = await api.ListAsync("sys_user_group", $"{column}={project}^active=true", 2, "sys_id,name", cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.Member("result") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return (null, new TrackerAnswer.Refused(done.Status, "ServiceNow's answer is no list of groups; is the URL that of the instance?"));
        }

        known = rows.Items().Where(g => g.Text(column) == project).Select(g => g.Text("sys_id")).FirstOrDefault();
        return known is null
            ? (null, new TrackerAnswer.Refused(done.Status, $"There is no active group {project}, or our account may not read groups."))
            : (known, null);
    }
}
