using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Trello;

/// <summary>A board's lists, which are its statuses, and its labels.</summary>
/// <param name="id">Id or short link.</param>
internal sealed partial class TrelloBoard(TrackerHttp http, string id, Mapping mapping)
{
    /// <summary>A card that was put away, from whatever list.</summary>
    public static readonly TrackerStatus Archived = new("archived", "Archived", StatusCategory.Done);

    private readonly ConcurrentDictionary<string, string> labels = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<TrackerStatus>? statuses;
    private IReadOnlyList<JsonElement>? members;

    /// <summary>Path of the board in the API.</summary>
    public string Path => $"boards/{id}";

    /// <summary>
    /// The board's open lists in their order, then <see cref="Archived"/>. A list counts as done by its name; of the others the first one
    /// is to do, the rest in progress.
    /// </summary>
    public async Task<(IReadOnlyList<TrackerStatus> Statuses, TrackerAnswer? Failure)> StatusesAsync(CancellationToken cancellationToken)
    {
        if (statuses is not null)
        {
            return (statuses, null);
        }

        var answer = await http.SendAsync(TrackerCall.Get($"{Path}/lists?filter=open&fields=name"), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return ([], answer);
        }

        if (done.Body.ValueKind != JsonValueKind.Array)
        {
            return ([], new TrackerAnswer.Refused(done.Status, "Trello's answer is no list of lists; is the URL that of its API?"));
        }

        var hasFirst = false;
        var found = new List<TrackerStatus>();
        foreach (var list in TrelloCard.NamedThings(done.Body))
        {
            var category = DoneName().IsMatch(list.Name) ? StatusCategory.Done : hasFirst ? StatusCategory.InProgress : StatusCategory.ToDo;
            hasFirst |= category == StatusCategory.ToDo;
            found.Add(new TrackerStatus(list.Id, list.Name, category));
        }

        statuses = [.. found, Archived];
        return (statuses, null);
    }

    /// <summary>The status of a card.</summary>
    /// <remarks>On a list that was archived a card is out of sight too.</remarks>
    public static TrackerStatus StatusOf(JsonElement card, IReadOnlyList<TrackerStatus> statuses) =>
        card.Is("closed") ? Archived : statuses.FirstOrDefault(s => s.Id == card.Text("idList")) ?? Archived;

    /// <summary>The ids of labels by name; those that the board lacks are made, the severity's with its colour.</summary>
    /// <returns>Fewer than asked when we may not make labels; a failure only when it is worth trying again.</returns>
    public async Task<(IReadOnlyList<NamedChoice> Labels, TrackerAnswer? Failure)> LabelsAsync(
        IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new List<NamedChoice>();
        foreach (var name in names)
        {
            if (labels.IsEmpty && await LearnAsync(cancellationToken) is { } failure)
            {
                return ([], failure);
            }

            if (!labels.ContainsKey(name))
            {
                var made = await http.SendAsync(
                    TrackerCall.Write(HttpMethod.Post, "labels", new { name, color = ColourOf(name), idBoard = id }), cancellationToken);
                switch (made)
                {
                    case TrackerAnswer.Done { Body: var label } when label.Text("id") is { } labelId:
                        labels[name] = labelId;
                        break;
                    case TrackerAnswer.Later:
                        return ([], made);
                }
            }

            if (labels.TryGetValue(name, out var known))
            {
                found.Add(new NamedChoice(known, name));
            }
        }

        return (found, null);
    }

    /// <summary>The id of the board's member of this id, user name or full name; null when there is none.</summary>
    public async Task<(string? Id, TrackerAnswer? Failure)> MemberAsync(string name, CancellationToken cancellationToken)
    {
        var failure = await MeetAsync(cancellationToken);
        return (members?.FirstOrDefault(m => NamesOf(m).Contains(name, StringComparer.OrdinalIgnoreCase)).Text("id"), failure);
    }

    /// <summary>The names of the first of a card's members, the user name first; the id alone of somebody who is not on the board.</summary>
    public async Task<(IReadOnlyList<string?> Names, TrackerAnswer? Failure)> NamesAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids is not [var first, ..])
        {
            return ([], null);
        }

        var failure = await MeetAsync(cancellationToken);
        return members?.FirstOrDefault(m => m.Text("id") == first) is { ValueKind: JsonValueKind.Object } member
            ? (NamesOf(member), failure)
            : ([first], failure);
    }

    private static string?[] NamesOf(JsonElement member) => [member.Text("username"), member.Text("id"), member.Text("fullName")];

    private async Task<TrackerAnswer?> MeetAsync(CancellationToken cancellationToken)
    {
        if (members is not null)
        {
            return null;
        }

        var answer = await http.SendAsync(TrackerCall.Get($"{Path}/members?fields=username,fullName"), cancellationToken);
        members = answer is TrackerAnswer.Done done ? [.. done.Body.Items()] : null;
        return members is null ? answer : null;
    }

    private async Task<TrackerAnswer?> LearnAsync(CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(TrackerCall.Get($"{Path}/labels?limit=1000&fields=name"), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer;
        }

        foreach (var label in TrelloCard.NamedThings(done.Body))
        {
            labels.TryAdd(label.Name, label.Id);
        }

        return null;
    }

    private string ColourOf(string label)
    {
        foreach (var severity in Enum.GetValues<Severity>().Where(s => mapping.LabelOf(s) == label))
        {
            return severity switch
            {
                Severity.Critical => "red",
                Severity.High => "orange",
                Severity.Medium => "yellow",
                Severity.Low => "green",
                _ => "sky",
            };
        }

        return label == TicketWriter.OwnLabel ? "blue" : "black";
    }

    [GeneratedRegex(@"^\W*(?:done|closed?|completed?|resolved|fixed|finished|released|shipped|erledigt|fertig|terminé|fini|hecho)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DoneName();
}
