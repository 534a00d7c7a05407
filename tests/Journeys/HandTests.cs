using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>What a person does by hand, through the API of the real process.</summary>
public sealed class HandTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_person_looks_at_a_ticket_parts_from_it_makes_another_and_attaches_the_first_again()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        var scan = await app.PostReportAsync("shop", Make.Sarif(1));
        var link = Assert.Single(await app.SettledAsync("shop", scan.GetProperty("url").GetString()!));
        var finding = link.GetProperty("findingKey").GetString()!;
        var first = link.GetProperty("ticket").GetProperty("key").GetString()!;
        var path = $"/api/links/shop/{finding}/tickets";

        var preview = await app.GetAsync($"/api/integrations/mappings/tickets/preview?asset=shop&findingKey={finding}");
        var unlinked = await SendAsync(app, HttpMethod.Delete, $"{path}/ticket", null, HttpStatusCode.Accepted);
        await SendAsync(app, HttpMethod.Post, $"{path}/push", null, HttpStatusCode.Accepted);
        var second = await LinkedAsync(app, path);
        var taken = await SendAsync(app, HttpMethod.Put, $"{path}/ticket", new { key = "pb-000000000000" }, HttpStatusCode.BadRequest);
        await SendAsync(app, HttpMethod.Put, $"{path}/ticket", new { key = first }, HttpStatusCode.Accepted);
        var attached = await LinkedAsync(app, path);

        Assert.Equal("markdown", preview.GetProperty("dialect").GetString());
        Assert.Contains(first, preview.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal("unlinked", unlinked.GetProperty("state").GetString());
        Assert.NotEqual(first, second);
        Assert.Contains("no longer in", taken.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(first, attached);
        Assert.Equal(2, Directory.GetFiles(folder.File("tickets/tickets"), "pb-*.md").Length);
        var history = await app.ListAsync($"/api/assets/shop/findings/{finding}/history");
        Assert.Equal(["attach ticket", "file ticket", "push ticket", "unlink ticket", "file ticket"], history.Select(h => h.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task A_push_that_fails_is_counted_with_its_reason_and_goes_when_the_mapping_is_mended()
    {
        // A file where the mapping's folder should be: the tracker says no to every ticket.
        Directory.CreateDirectory(folder.File("tickets"));
        await File.WriteAllTextAsync(folder.File("tickets/tickets"), "in the way");
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await app.PostReportAsync("shop", Make.Sarif(2));

        var count = await Eventually.SeeAsync(
            async () => (await app.ListAsync("/api/pushes/errors")).Single(),
            c => c.GetProperty("count").GetInt32() == 2,
            () => app.Output);
        var errors = await app.ListAsync("/api/pushes/errors/tickets");
        var lane = Assert.Single(await app.ListAsync("/api/pushes/pending"));
        await app.PutAsync("/api/integrations/mappings/tickets", new { instance = "folder", project = "elsewhere" });
        await SendAsync(app, HttpMethod.Post, "/api/pushes/errors/tickets/retry", null, HttpStatusCode.Accepted);

        Assert.Contains("failed", count.GetProperty("newestReason").GetString(), StringComparison.Ordinal);
        Assert.All(errors, e => Assert.Contains("failed", e.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.Equal(2, lane.GetProperty("pending").GetInt32());
        await Eventually.SeeAsync(
            () => app.ListAsync("/api/links?asset=shop&state=linked"), l => l.Count == 2, () => app.Output);
        Assert.Empty(await app.ListAsync("/api/pushes/errors/tickets"));
    }

    private static async Task<string> LinkedAsync(PatchbayProcess app, string path)
    {
        var link = await Eventually.SeeAsync(
            () => app.GetAsync(path), l => l.GetProperty("state").GetString() == "linked", () => app.Output);
        return link.GetProperty("ticket").GetProperty("key").GetString()!;
    }

    private static async Task<JsonElement> SendAsync(PatchbayProcess app, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var reply = await app.Client.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == expected, $"{method} {path}: {(int)reply.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
