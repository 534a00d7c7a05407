using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>A record as the Table API writes it: all values are texts.</summary>
internal sealed partial record ServiceNowRecord(string Id, string Number, JsonElement Values)
{
    /// <summary>The column that holds the marker.</summary>
    public const string MarkerField = "correlation_id";

    /// <summary>The column that says whose record it is.</summary>
    public const string OwnerField = "correlation_display";

    /// <summary>The column of the person who has it.</summary>
    public const string PersonField = "assigned_to";

    /// <summary>What <see cref="OwnerField"/> says for ours.</summary>
    public const string Owner = "Patchbay";

    private const string UsualFields = "sys_id,number,correlation_id,priority,assigned_to,sys_updated_on";

    /// <summary>Reads a record; null when it is none.</summary>
    public static ServiceNowRecord? Of(JsonElement values) =>
        values.Text("sys_id") is { } id && SysId().IsMatch(id) && values.Text("number") is { } number && IsNumber(number)
            ? new ServiceNowRecord(id, number, values)
            : null;

    /// <summary>Whether a key is a record's number: <c>INC0010001</c>.</summary>
    public static bool IsNumber(string key) => NumberPattern().IsMatch(key);

    /// <summary>Whether a text is a record's id.</summary>
    public static bool IsId(string text) => SysId().IsMatch(text);

    /// <summary>The columns that are read.</summary>
    public static string FieldsOf(ServiceNowSettings settings, IEnumerable<string>? more = null)
    {
        string[] ours = [settings.TitleField, settings.TextField, settings.StateField, settings.ImpactField, settings.UrgencyField, settings.CloseCodeField];
        return string.Join(',', UsualFields.Split(',').Concat(ours).Concat(more ?? []).Where(ServiceNowSettings.IsUsed).Distinct());
    }

    /// <summary>The ticket.</summary>
    public TicketRef RefIn(ServiceNowApi api) => new(ServiceNowKind.Name, Number, api.PageOf(Id));

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ChangedAt => DateTimeOffset.TryParseExact(
        Values.Text("sys_updated_on"), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex SysId();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,20}[0-9]{3,20}\z")]
    private static partial Regex NumberPattern();
}
