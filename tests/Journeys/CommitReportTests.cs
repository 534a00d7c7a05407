using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Patchbay.Tests.Support;
using Patchbay.Tests.Trackers.Fakes;

namespace Patchbay.Tests.Journeys;

/// <summary>A pipeline uploads a report and shows it at its commit in Bitbucket.</summary>
public sealed class CommitReportTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_scan_is_shown_at_its_commit_and_what_cannot_be_shown_is_told()
    {
        var report = await File.ReadAllBytesAsync(Repository.Sample("reports/two-tools.sarif"));
        await using var bitbucket = await FakeBitbucket.StartAsync("Bearer token-of-bitbucket");
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await app.PutAsync("/api/integrations/instances/code", new
        {
            kind = "bitbucket",
            url = bitbucket.Address.ToString(),
            allowInsecure = true,
            secrets = new { token = "token-of-bitbucket" },
        });
        await app.PutAsync("/api/integrations/mappings/code", new { instance = "code", project = "acme/shop" });
        var scan = await app.PostReportAsync("shop", report, $"?branch=main&commit={FakeBitbucket.Commit}");
        await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);
        var without = await app.PostReportAsync("other", report);
        await app.SettledAsync("other", without.GetProperty("url").GetString()!);

        var shown = await PublishAsync(app, scan.GetProperty("url").GetString()!, "code", HttpStatusCode.OK);
        var again = await PublishAsync(app, scan.GetProperty("url").GetString()!, "code", HttpStatusCode.OK);
        await PublishAsync(app, scan.GetProperty("url").GetString()!, "tickets", HttpStatusCode.BadRequest);
        await PublishAsync(app, scan.GetProperty("url").GetString()!, "nothing", HttpStatusCode.NotFound);
        await PublishAsync(app, "/api/assets/shop/scans/none", "code", HttpStatusCode.NotFound);
        await PublishAsync(app, without.GetProperty("url").GetString()!, "code", HttpStatusCode.Conflict);

        var annotations = shown.GetProperty("annotations").GetInt32();
        Assert.Equal(scan.GetProperty("counts").GetProperty("total").GetInt32(), annotations);
        Assert.InRange(annotations, 1, 1_000);
        Assert.Equal(annotations, again.GetProperty("annotations").GetInt32());
        Assert.Equal(annotations, Assert.Single(bitbucket.Reports).Value);
        Assert.DoesNotContain("token-of-bitbucket", app.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PublishAsync(PatchbayProcess app, string scan, string mapping, HttpStatusCode expected)
    {
        using var reply = await app.Client.PostAsync(new Uri($"{scan}/commit-report?mapping={mapping}", UriKind.Relative), null);
        Assert.Equal(expected, reply.StatusCode);
        return await reply.Content.ReadFromJsonAsync<JsonElement>();
    }
}
