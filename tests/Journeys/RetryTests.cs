using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>A tracker that is in trouble for a while, with the real process and its real clock.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_push_that_failed_is_made_at_its_time_though_the_process_was_killed_meanwhile()
    {
        // A file where the folder of the tickets should be.
        await File.WriteAllTextAsync(folder.File("tickets"), "in the way");
        await using (var app = await PatchbayProcess.StartAsync(folder.Path))
        {
            await app.PostReportAsync("shop", Make.Sarif(1));
            var parked = await Eventually.SeeAsync(() => LinkAsync(app), l => l?.TryGetProperty("notBefore", out _) == true, () => app.Output);
            Assert.Equal("wanted", parked!.Value.GetProperty("state").GetString());
            await app.KillAsync();
        }

        File.Delete(folder.File("tickets"));
        await using var next = await PatchbayProcess.StartAsync(folder.Path);
        var linked = await Eventually.SeeAsync(() => LinkAsync(next), l => l?.GetProperty("state").GetString() == "linked", () => next.Output);

        Assert.Single(Directory.GetFiles(folder.File("tickets"), "*.md", SearchOption.AllDirectories));
        Assert.True(linked!.Value.TryGetProperty("ticket", out _));
    }

    private static async Task<JsonElement?> LinkAsync(PatchbayProcess app) =>
        (await app.ListAsync("/api/links?asset=shop")) is [var link] ? link : null;
}
