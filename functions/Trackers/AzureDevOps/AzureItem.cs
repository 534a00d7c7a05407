using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>A work item as the API writes it.</summary>
internal sealed partial record AzureItem(int Id, long Revision, JsonElement Fields)
{
    /// <summary>Its type: <c>Bug</c>.</summary>
    public string Type => Fields.Text(AzureField.Type) ?? "";

    /// <summary>The project it is in now.</summary>
    public string? Project => Fields.Text(AzureField.Project);

    /// <summary>Its state's name.</summary>
    public string State => Fields.Text(AzureField.State) ?? "";

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags => AzureTags.Read(Fields.Text(AzureField.Tags));

    /// <summary>The names of the person who has it; none for nobody.</summary>
    public IEnumerable<string?> People =>
        Fields.Member(AzureField.AssignedTo) is not { ValueKind: JsonValueKind.Object } person
            ? []
            : [person.Text("uniqueName"), person.Text("displayName"), $"{person.Text("displayName")} <{person.Text("uniqueName")}>"];

    /// <summary>Reads an answer; null when it is no work item.</summary>
    public static AzureItem? Of(JsonElement body) =>
        body.Member("id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var number) && number > 0
        && body.Member("fields") is { ValueKind: JsonValueKind.Object } fields
            ? new AzureItem(number, body.Member("rev") is { ValueKind: JsonValueKind.Number } rev && rev.TryGetInt64(out var r) ? r : 0, fields)
            : null;

    /// <summary>The number in a ticket's key; null when it is none of Azure DevOps'.</summary>
    public static int? IdOf(string key) =>
        Key().Match(key) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    /// <summary>The ticket of a number. Numbers are the organisation's, so a moved item keeps its own and its address.</summary>
    public static TicketRef RefOf(AzureApi api, int id) => new(
        AzureDevOpsKind.Name,
        string.Create(CultureInfo.InvariantCulture, $"AB#{id}"),
        string.Create(CultureInfo.InvariantCulture, $"{api.Root}/_workitems/edit/{id}"));

    [GeneratedRegex(@"^AB#([1-9][0-9]{0,9})\z")]
    private static partial Regex Key();
}
