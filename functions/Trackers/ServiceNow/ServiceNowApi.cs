using System.Net.Http.Headers;
using System.Text.Json;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Calls the Table API of one ServiceNow instance.</summary>
/// <param name="isLetIn">False when a secret is missing; <paramref name="missing"/> then says which.</param>
internal sealed class ServiceNowApi(
    TrackerHttp http, Uri address, ServiceNowSettings settings, AuthenticationHeaderValue? credentials, bool isLetIn, string missing)
{
    /// <summary>Which table and columns hold the tickets.</summary>
    public ServiceNowSettings Settings => settings;

    /// <summary>Calls.</summary>
    public async Task<TrackerAnswer> SendAsync(TrackerCall call, CancellationToken cancellationToken)
    {
        if (!isLetIn)
        {
            return new TrackerAnswer.Refused(0, missing);
        }

        var answer = await http.SendAsync(call with { Path = $"api/now/table/{call.Path}", Authorization = credentials }, cancellationToken);

        // A transaction that was cut off answers with success all the same, and with an error beside what it had by then.
        return answer is TrackerAnswer.Done done && done.Body.Member("error") is { ValueKind: JsonValueKind.Object } error
            ? Broken(call, $"ServiceNow broke off the call: {ScannerWords(error)}.")
            : answer;
    }

    /// <summary>Asks for records of a table.</summary>
    /// <param name="query">An encoded query, not escaped yet.</param>
    public Task<TrackerAnswer> ListAsync(string table, string query, int most, string fields, CancellationToken cancellationToken) =>
        SendAsync(
            TrackerCall.Get($"{table}?sysparm_query={Uri.EscapeDataString(query)}&sysparm_limit={most}&sysparm_fields={fields}&{Plain}"),
            cancellationToken);

    /// <summary>Values as they are stored, references as their ids.</summary>
    public const string Plain = "sysparm_display_value=false&sysparm_exclude_reference_link=true";

    /// <summary>The page of a record for people.</summary>
    public string PageOf(string id) => $"{address.AbsoluteUri.TrimEnd('/')}/{settings.Table}.do?sys_id={id}";

    /// <summary>How many records there are, those that are hidden from us included; null when it is not said.</summary>
    public static int? Total(TrackerAnswer.Done done) =>
        done.Headers.TryGetValues("X-Total-Count", out var values) && int.TryParse(values.FirstOrDefault(), out var total) ? total : null;

    private static string ScannerWords(JsonElement error) => Tickets.ScannerText.OneLine(error.Text("message") ?? "it did not say why").TrimEnd('.');

    private static TrackerAnswer Broken(TrackerCall call, string reason) =>
        call.IsCreation ? new TrackerAnswer.Lost(null, reason) : new TrackerAnswer.Later(null, reason, HoldsLane: false);
}
