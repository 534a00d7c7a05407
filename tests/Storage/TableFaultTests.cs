using Azure;
using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Storage;

/// <summary>What the network and a busy service do to the store in Azure, played before a real emulator.</summary>
public sealed class TableFaultTests : IAsyncLifetime
{
    private readonly string table = $"t{Guid.NewGuid():n}";
    private FaultProxy proxy = null!;
    private TableStore store = null!;
    private TableStore rival = null!;

    public async Task InitializeAsync()
    {
        var tables = await Azurite.TablesAsync();
        proxy = await FaultProxy.StartAsync(tables);
        store = Open(proxy.Address);
        rival = Open(tables);
        await rival.CommitAsync("p", [new Change.Put("old", Text("old")), new Change.Put("older", Text("older"))], default);
    }

    public async Task DisposeAsync()
    {
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_throttled_commit_is_repeated()
    {
        proxy.Next(new FaultProxy.Fault.Answer(503, Error("ServerBusy"), ("Retry-After", "1")));

        Assert.True(await store.CommitAsync("p", [new Change.Add("a", default), new Change.Add("b", default)], default));

        Assert.Equal(2, proxy.Requests.Count);
    }

    [SkippableTheory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Throttled_reads_are_repeated(int status)
    {
        var busy = new FaultProxy.Fault.Answer(status, Error("ServerBusy"));
        proxy.Next(busy, busy, busy);

        Assert.Equal("old", Text((await store.FindAsync("p", "old", default))!.Body));

        proxy.Next(busy, new FaultProxy.Fault.LoseAnswer(), new FaultProxy.Fault.LoseRequest());
        Assert.Equal(2, await store.ListAsync("p", "", null, default).CountAsync());
    }

    [SkippableFact]
    public async Task A_batch_throttled_inside_its_answer_is_repeated()
    {
        proxy.Next(BatchAnswer(503, Error("ServerBusy")));

        Assert.True(await store.CommitAsync("p", [new Change.Add("a", default), new Change.Add("b", default)], default));

        Assert.Equal(2, proxy.Requests.Count);
    }

    [SkippableFact]
    public async Task A_batch_refused_inside_its_answer_is_no_success()
    {
        proxy.Next(BatchAnswer(400, Error("InvalidInput")));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => store.CommitAsync("p", [new Change.Add("a", default), new Change.Add("b", default)], default));

        Assert.Equal((400, "InvalidInput"), (refusal.Status, refusal.ErrorCode));
    }

    [SkippableTheory]
    [InlineData("add")]
    [InlineData("replace")]
    [InlineData("remove")]
    [InlineData("put")]
    [InlineData("add remove replace")]
    [InlineData("remove add")]
    [InlineData("remove removeolder")]
    public async Task A_commit_that_arrived_but_whose_answer_was_lost_is_a_success(string kinds)
    {
        var changes = await ChangesAsync(kinds);
        proxy.Next(new FaultProxy.Fault.LoseAnswer());

        Assert.True(await store.CommitAsync("p", changes, default));

        foreach (var change in changes)
        {
            Assert.Equal(change is Change.Remove, await rival.FindAsync("p", change.Key, default) is null);
        }
    }

    [SkippableTheory]
    [InlineData("add")]
    [InlineData("replace")]
    [InlineData("remove")]
    [InlineData("add remove replace")]
    public async Task A_commit_that_never_arrived_loses_to_a_rival(string kinds)
    {
        var changes = await ChangesAsync(kinds);
        await rival.CommitAsync("p", [.. changes.Select(c => new Change.Put(c.Key, Text("rival")))], default);
        proxy.Next(new FaultProxy.Fault.LoseRequest());

        Assert.False(await store.CommitAsync("p", changes, default));

        Assert.All(await rival.ListAsync("p", changes[0].Key, null, default).Take(1).ToListAsync(), r => Assert.Equal("rival", Text(r.Body)));
    }

    [SkippableFact]
    public async Task A_commit_that_arrived_is_known_by_what_a_rival_left_of_it()
    {
        proxy.Next(new FaultProxy.Fault.LoseAnswerAfter(
            () => rival.CommitAsync("p", [new Change.Put("a", Text("rival"))], default)));

        Assert.True(await store.CommitAsync("p", [new Change.Add("a", Text("ours")), new Change.Add("b", Text("ours"))], default));

        Assert.Equal("rival", Text((await rival.FindAsync("p", "a", default))!.Body));
    }

    [SkippableFact]
    public async Task A_service_that_stays_away_is_an_error_not_a_conflict()
    {
        proxy.Next([.. Enumerable.Repeat(new FaultProxy.Fault.Answer(503, Error("ServerBusy")), 6)]);

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => store.CommitAsync("p", [new Change.Add("a", default)], default));

        Assert.Equal(503, refusal.Status);
        Assert.Equal(6, proxy.Requests.Count);
    }

    [SkippableFact]
    public async Task A_gateways_own_404_is_an_error_not_an_absent_row()
    {
        proxy.Next(new FaultProxy.Fault.Answer(404, "<html>no such host</html>"));

        await Assert.ThrowsAsync<RequestFailedException>(() => store.FindAsync("p", "old", default));
    }

    [SkippableFact]
    public async Task An_empty_page_with_a_continuation_is_not_the_end()
    {
        proxy.Next(
            Page("", ("x-ms-continuation-NextPartitionKey", "1!4!cA--"), ("x-ms-continuation-NextRowKey", "1!8!b/+&=")),
            Page("", ("x-ms-continuation-NextPartitionKey", "1!4!cQ--")),
            Page("""{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"late"}"""));

        var rows = await store.ListAsync("p", "", null, default).ToListAsync();

        Assert.Equal(["late"], rows.Select(r => r.Key));
        Assert.EndsWith("&NextPartitionKey=1%214%21cA--&NextRowKey=1%218%21b%2F%2B%26%3D", proxy.Requests[1].Target, StringComparison.Ordinal);
        Assert.EndsWith("&NextPartitionKey=1%214%21cQ--", proxy.Requests[2].Target, StringComparison.Ordinal);
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> body) => System.Text.Encoding.UTF8.GetString(body.Span);

    private static string Error(string code) =>
        "{\"odata.error\":{\"code\":\"" + code + "\",\"message\":{\"lang\":\"en-US\",\"value\":\"0:Try later.\"}}}";

    private static FaultProxy.Fault.Answer Page(string entities, params (string Name, string Value)[] headers) =>
        new(200, $$"""{"odata.metadata":"http://localhost/$metadata#t","value":[{{entities}}]}""", headers);

    private static FaultProxy.Fault.Answer BatchAnswer(int status, string body) => new(
        202,
        "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n--changesetresponse_1\r\n"
        + "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + $"HTTP/1.1 {status} Sorry\r\nContent-Type: application/json\r\n\r\n{body}\r\n--changesetresponse_1--\r\n--batchresponse_1--\r\n",
        ("Content-Type", "multipart/mixed; boundary=batchresponse_1"));

    private TableStore Open(Uri endpoint) => new(
        new TableStoreSettings
        {
            Endpoint = endpoint,
            AccountKey = Azurite.AccountKey,
            Table = table,
            RetryAfter = TimeSpan.FromMilliseconds(5),
        },
        TimeProvider.System,
        credential: null);

    private async Task<IReadOnlyList<Change>> ChangesAsync(string kinds)
    {
        var old = (await rival.FindAsync("p", "old", default))!;
        var older = (await rival.FindAsync("p", "older", default))!;
        var isAlone = !kinds.Contains(' ', StringComparison.Ordinal);
        return [.. kinds.Split(' ').Select<string, Change>(kind => kind switch
        {
            "add" => new Change.Add("new", Text("ours")),
            "put" => new Change.Put("new", Text("ours")),
            "remove" => new Change.Remove("old", old.Version),
            "removeolder" => new Change.Remove("older", older.Version),
            _ => isAlone ? new Change.Replace("old", old.Version, Text("ours")) : new Change.Replace("older", older.Version, Text("ours")),
        })];
    }
}
