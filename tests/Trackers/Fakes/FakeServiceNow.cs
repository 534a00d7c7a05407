using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of ServiceNow's Table API, not the service, of which there is no description to make a mock from: incidents, their choices, groups
/// and users, written from the vendor's documentation. It does without a word what the real one does without a word: unknown columns are
/// ignored, in a query too, long texts are cut, records that we may not read are counted and left out.
/// </summary>
internal sealed class FakeServiceNow : IAsyncDisposable
{
    public const string Group = "App security";
    public const string BobId = "46d44a5dc0a8010e0000c9b6ffc9a5cc";
    public const string GroupId = "d625dccec0a8016700a222a0f7900d06";

    /// <summary>Users who can have records.</summary>
    public static readonly (string Id, string? Login)[] People = [(BobId, "bob"), ("5137153cc611227c000bbd1bd8cd2005", "ann")];

    private readonly Func<HttpRequest, bool> isLetIn;
    private readonly Lock gate = new();
    private readonly List<FakeRecord> records = [];
    private FakeServer server = null!;

    private FakeServiceNow(Func<HttpRequest, bool> isLetIn) => this.isLetIn = isLetIn;

    public Uri Address => server.Address;

    /// <summary>Columns of the table and how long their texts may be.</summary>
    public Dictionary<string, int> Columns { get; } = new()
    {
        ["sys_id"] = 32,
        ["number"] = 40,
        ["short_description"] = 160,
        ["description"] = 4_000,
        ["state"] = 40,
        ["impact"] = 40,
        ["urgency"] = 40,
        ["priority"] = 40,
        ["correlation_id"] = 100,
        ["correlation_display"] = 100,
        ["assignment_group"] = 32,
        ["assigned_to"] = 32,
        ["close_code"] = 40,
        ["close_notes"] = 4_000,
        ["work_notes"] = 100_000,
        ["due_date"] = 40,
        ["sys_updated_on"] = 40,
        ["sys_created_on"] = 40,
        ["u_vector"] = 40,
    };

    /// <summary>Columns that our account may read but not write.</summary>
    public HashSet<string> ReadOnly { get; } = [];

    /// <summary>States that a rule leads to only from these.</summary>
    public Dictionary<string, string[]> OnlyFrom { get; } = [];

    /// <summary>The table is closed to us.</summary>
    public bool IsForbidden { get; set; }

    public IReadOnlyList<FakeRecord> Records
    {
        get
        {
            lock (gate)
            {
                return [.. records];
            }
        }
    }

    /// <param name="isLetIn">Whether a request shows the right credentials.</param>
    public static async Task<FakeServiceNow> StartAsync(Func<HttpRequest, bool> isLetIn)
    {
        var now = new FakeServiceNow(isLetIn);
        now.server = await FakeServer.StartAsync(now.Map, now.Admit);
        return now;
    }

    public FakeRecord? Find(string number) => Records.FirstOrDefault(r => r["number"] == number);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private IResult? Admit(HttpRequest request) =>
        !isLetIn(request) ? Error(401, "User Not Authenticated", "Required to provide Auth information")
        : request.ContentLength > 0 && request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true ? Results.StatusCode(415)
        : null;

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/now/table/sys_choice", (string sysparm_query) => Rows(FakeChoices.Of(sysparm_query)));
        app.MapGet("/api/now/table/sys_user_group", (string sysparm_query) => Rows(
            sysparm_query is $"name={Group}^active=true" or $"sys_id={GroupId}^active=true" ? [new() { ["sys_id"] = GroupId, ["name"] = Group }] : []));
        app.MapGet("/api/now/table/sys_user", (string sysparm_query) => Rows(
            sysparm_query is "user_name=patchbay" or "sys_id=javascript:gs.getUserID()" ? [new() { ["sys_id"] = new string('1', 32), ["user_name"] = "patchbay" }]
            : [.. People.Where(p => sysparm_query == $"user_name={p.Login}^active=true" || sysparm_query == $"sys_id={p.Id}^active=true")
                .Select(p => new JsonObject { ["sys_id"] = p.Id, ["user_name"] = p.Login })]));
        app.MapGet("/api/now/table/sys_dictionary", () => Error(403, "User Not Authorized", "Failed API level ACL Validation"));
        app.MapGet("/api/now/table/incident", List);
        app.MapPost("/api/now/table/incident", CreateAsync);
        app.MapGet("/api/now/table/incident/{id}", Read);
        app.MapPatch("/api/now/table/incident/{id}", UpdateAsync);
    }

    private IResult List(HttpContext context, string sysparm_query, int sysparm_limit, string sysparm_fields, int sysparm_offset = 0)
    {
        if (IsForbidden)
        {
            return Error(403, "User Not Authorized", "Failed API level ACL Validation");
        }

        var found = Records.AsEnumerable();
        foreach (var term in sysparm_query.Split('^').Where(t => !t.StartsWith("ORDERBY", StringComparison.Ordinal)))
        {
            // A query by a column that is not there is no query at all.
            var (column, value) = (term.Split('=')[0].TrimEnd('>'), term[(term.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            var isFrom = term.StartsWith($"{column}>=", StringComparison.Ordinal);
            found = Columns.ContainsKey(column) ? found.Where(r => isFrom ? string.CompareOrdinal(r[column], value) >= 0 : r[column] == value) : found;
        }

        var all = found.OrderBy(r => sysparm_query.Contains("ORDERBYsys_updated_on", StringComparison.Ordinal) ? r["sys_updated_on"] : "").ToList();
        context.Response.Headers["X-Total-Count"] = all.Count.ToString(CultureInfo.InvariantCulture);
        var shown = all.Skip(sysparm_offset).Take(sysparm_limit).Where(r => !r.IsHidden).Select(r => r.Show(sysparm_fields, Columns));
        return Json(new { result = shown });
    }

    private IResult Read(string id, string sysparm_fields, string? sysparm_display_value)
    {
        if (Records.FirstOrDefault(r => r["sys_id"] == id) is not { IsHidden: false } record)
        {
            return NoRecord();
        }

        var shown = record.Show(sysparm_fields, Columns);
        if (sysparm_display_value == "true" && shown.ContainsKey("work_notes"))
        {
            shown["work_notes"] = record.ShowJournal();
        }

        return Json(new { result = shown });
    }

    private async Task<IResult> CreateAsync(HttpRequest request, string sysparm_fields)
    {
        var body = (await FakeServer.BodyAsync(request)).AsObject();
        if (IsForbidden)
        {
            return Error(403, "User Not Authorized", "Insufficient rights");
        }

        lock (gate)
        {
            var record = new FakeRecord(records.Count + 1);
            record.Write(body, Columns, ReadOnly);
            records.Add(record);
            return Json(new { result = record.Show(sysparm_fields, Columns) }, 201);
        }
    }

    private async Task<IResult> UpdateAsync(string id, HttpRequest request, string sysparm_fields)
    {
        var body = (await FakeServer.BodyAsync(request)).AsObject();
        lock (gate)
        {
            if (records.Find(r => r["sys_id"] == id) is not { IsHidden: false } record)
            {
                return NoRecord();
            }

            var state = body["state"]?.GetValue<string>();
            if (state == "6" && (body["close_code"] is null || body["close_notes"] is null))
            {
                return Error(403, "Operation Failed", "Data Policy Exception: The following fields are mandatory: Resolution code, Resolution notes");
            }

            // A rule that aborts leaves the rest of the change in place, and the answer is a success.
            if (state is not null && OnlyFrom.TryGetValue(state, out var from) && !from.Contains(record["state"]))
            {
                body.Remove("state");
            }

            record.Write(body, Columns, ReadOnly);
            return Json(new { result = record.Show(sysparm_fields, Columns) });
        }
    }

    private static IResult Rows(List<JsonObject> rows) => Json(new { result = rows });

    private static IResult NoRecord() => Error(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");

    private static IResult Error(int status, string message, string detail) => Json(new { error = new { message, detail }, status = "failure" }, status);

    private static IResult Json(object body, int status = 200) => Results.Json(body, statusCode: status);
}
