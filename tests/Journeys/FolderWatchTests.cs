using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>What a person writes into a ticket's file is known when it is saved.</summary>
public sealed class FolderWatchTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_a_person_closes_fixes_its_finding()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        var scan = await app.PostReportAsync("shop", Make.Sarif(1));
        var link = Assert.Single(await app.SettledAsync("shop", scan.GetProperty("url").GetString()!));
        var file = new Uri(link.GetProperty("ticket").GetProperty("url").GetString()!).LocalPath;

        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("status: open", "status: closed", StringComparison.Ordinal));

        await Eventually.SeeAsync(
            () => app.GetAsync($"/api/assets/shop/findings/{link.GetProperty("findingKey").GetString()}"),
            f => f.GetProperty("state").GetString() == "fixed",
            () => app.Output);
    }
}
