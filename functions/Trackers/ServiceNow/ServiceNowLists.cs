using System.Collections.Concurrent;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>The choices of columns, each asked for once; a tracker is opened anew for every round of its lane.</summary>
internal sealed class ServiceNowLists(ServiceNowApi api)
{
    // A column that a table inherits has its choices where it comes from.
    private const string Parent = "task";
    private const int MostChoices = 200;

    private readonly ConcurrentDictionary<string, IReadOnlyList<NamedChoice>> known = new(StringComparer.Ordinal);

    /// <summary>The states of a record, and what the settings say they mean; those that end it in the settings' order.</summary>
    public async Task<(IReadOnlyList<TrackerStatus>? States, TrackerAnswer? Failure)> StatesAsync(CancellationToken cancellationToken)
    {
        var (choices, failure) = await ChoicesAsync(api.Settings.StateField, cancellationToken);
        return choices is null ? (null, failure) : (
        [
            .. from choice in choices
               let rank = DoneStates.IndexOf(choice.Id)
               orderby rank
               select StateOf(choice.Id, choice.Name),
        ], null);
    }

    /// <summary>A state and what the settings say it means.</summary>
    public TrackerStatus StateOf(string value, string label) => new(
        value,
        label,
        DoneStates.Contains(value) ? StatusCategory.Done
            : api.Settings.WorkStates.Split(',').Contains(value) ? StatusCategory.InProgress
            : StatusCategory.ToDo);

    /// <summary>The choices of a column in their order; none for a column without.</summary>
    public async Task<(IReadOnlyList<NamedChoice>? Choices, TrackerAnswer? Failure)> ChoicesAsync(string column, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(column, out var choices))
        {
            return (choices, null);
        }

        foreach (var table in (string[])[api.Settings.Table, Parent])
        {
            var query = $"name={table}^element={column}^language=en^inactive=false^ORDERBYsequence";
            var answer = await api.ListAsync("sys_choice", query, MostChoices, "label,value", cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return (null, answer);
            }

            choices = [.. from c in done.Body.Member("result").Items() where c.Text("value") is not null select new NamedChoice(c.Text("value")!, c.Text("label") ?? "")];
            if (choices.Count > 0)
            {
                break;
            }
        }

        return (known[column] = choices ?? [], null);
    }

    private List<string> DoneStates => [.. api.Settings.DoneStates.Split(',')];
}
