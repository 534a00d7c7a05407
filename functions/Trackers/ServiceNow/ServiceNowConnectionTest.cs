using System.Text.Json;
using Patchbay.Integrations;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Finds out who we are in ServiceNow, whether the table and its columns can be read and the mapping's names exist, and says what is missing.</summary>
internal sealed class ServiceNowConnectionTest(
    ServiceNowApi api, Mapping mapping, ServiceNowLists lists, IReadOnlyList<ServiceNowReference> references)
{
    private readonly ConnectionProblems problems = new("ServiceNow's answer is no list of records; is the URL that of the instance?");

    /// <summary>Asks ServiceNow; six calls that read.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        var account = await AccountAsync(cancellationToken);
        if (problems.IsUsable)
        {
            await TableAsync(cancellationToken);
        }

        if (problems.IsUsable)
        {
            await NamesAsync(cancellationToken);
        }

        return problems.Result(account);
    }

    // Who asks with a key has no login that we know; the instance itself can say whose it is.
    private async Task<string?> AccountAsync(CancellationToken cancellationToken)
    {
        var query = api.Settings.User is { } login ? $"user_name={login}" : "sys_id=javascript:gs.getUserID()";
        var answer = await api.ListAsync("sys_user", query, 1, "sys_id,user_name,name", cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status403Forbidden })
        {
            return api.Settings.User;
        }

        var user = Rows(answer)?.FirstOrDefault() ?? default;
        return user.Text("user_name") is { Length: > 0 } name ? name : api.Settings.User;
    }

    private async Task TableAsync(CancellationToken cancellationToken)
    {
        var settings = api.Settings;
        var columns = ServiceNowRecord.FieldsOf(settings, mapping.Fields.Keys.Where(ServiceNowDraft.IsColumn));
        var answer = await api.ListAsync(settings.Table, "ORDERBYDESCsys_created_on", 1, columns, cancellationToken);
        if (Rows(answer) is not { } rows)
        {
            return;
        }

        // A column that is not there, or not for us, is left out without a word; an empty table tells nothing.
        var lost = rows is [var row, ..] ? columns.Split(',').Where(c => row.Member(c).ValueKind == JsonValueKind.Undefined).ToList() : [];
        if (lost.Count > 0)
        {
            problems.Add(
                $"The table {settings.Table} does not show our account {string.Join(", ", lost)}: it may lack the column, or our account the right to read it.",
                isFatal: lost.Contains(ServiceNowRecord.MarkerField) || lost.Contains(settings.TitleField) || lost.Contains(settings.StateField));
        }
    }

    private async Task NamesAsync(CancellationToken cancellationToken)
    {
        foreach (var reference in references)
        {
            if ((await reference.FindAsync(cancellationToken)).Failure is { } missing)
            {
                Rows(missing);
            }
        }

        var (states, failure) = await lists.StatesAsync(cancellationToken);
        if (states is null)
        {
            Rows(failure!);
            return;
        }

        if (!states.Any(s => !s.IsOpen))
        {
            problems.Fail($"None of the doneStates {api.Settings.DoneStates} is a state of {api.Settings.Table}; it has {Names(states)}.");
        }

        problems.AddRange(mapping.Statuses.Values.Where(s => StatusMove.Find(states, s) is null).Distinct()
            .Select(s => $"{api.Settings.Table} has no state {s}; it has {Names(states)}."));
        problems.AddRange(mapping.Fields.Keys.Where(f => !ServiceNowDraft.IsColumn(f))
            .Select(f => $"{f} is no column's name; give fields by their columns, such as u_cost_centre."));
    }

    private static string Names(IEnumerable<TrackerStatus> states) => string.Join(", ", states.Select(s => $"{s.Name} ({s.Id})"));

    private List<JsonElement>? Rows(TrackerAnswer answer)
    {
        if (answer is TrackerAnswer.Done done && done.Body.Member("result") is { ValueKind: JsonValueKind.Array } rows)
        {
            return [.. rows.Items()];
        }

        problems.Fail(answer);
        return null;
    }
}
