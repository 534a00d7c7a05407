using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>The real process asks its trackers what changed, and says how far it got.</summary>
public sealed class PollTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_mapping_with_tickets_is_polled_and_shown()
    {
        await using (var first = await PatchbayProcess.StartAsync(folder.Path))
        {
            var scan = await first.PostReportAsync("shop", Make.Sarif(2));
            await first.SettledAsync("shop", scan.GetProperty("url").GetString()!);
            await first.StopAsync();
        }

        // It polls when it starts, and every minute after that.
        await using var app = await PatchbayProcess.StartAsync(folder.Path);

        var polls = await Eventually.SeeAsync(() => app.ListAsync("/api/integrations/polls"), p => p.Count > 0, () => app.Output);
        var poll = Assert.Single(polls);
        Assert.Equal(("tickets", "folder"), (poll.GetProperty("mapping").GetString(), poll.GetProperty("instance").GetString()));
        Assert.True(poll.GetProperty("isCaughtUp").GetBoolean());
        Assert.InRange(poll.GetProperty("watermark").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
        Assert.False(poll.TryGetProperty("reason", out _));
    }
}
