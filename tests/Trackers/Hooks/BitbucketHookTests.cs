using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.Bitbucket;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>Bitbucket's calls: proved, and noted, for it has no tickets.</summary>
public sealed class BitbucketHookTests
{
    private const string Secret = "pb-hook-secret-0815";

    private static readonly byte[] Body = """{"pullrequest":{"id":1},"actor":{"display_name":"Ann"}}"""u8.ToArray();

    [Fact]
    public void A_good_call_is_noted_and_a_forged_one_is_not()
    {
        var good = Assert.IsType<HookReading.Noted>(Receive(Secret, Secret));

        Assert.Equal(("r-1", "pullrequest:created"), (good.Delivery, good.Event));
        Assert.IsType<HookReading.Forged>(Receive(Secret, "guessed"));
        Assert.Contains("webhookSecret", Assert.IsType<HookReading.Forged>(Receive(null, Secret)).Reason, StringComparison.Ordinal);
    }

    private static HookReading Receive(string? ours, string theirs) => new BitbucketHooks().Receive(new HookCall(
        Body,
        new HeaderDictionary
        {
            ["X-Event-Key"] = "pullrequest:created",
            ["X-Request-UUID"] = "r-1",
            ["X-Hub-Signature"] = HookSigning.Sha256(Body, theirs),
        },
        ours is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["webhookSecret"] = ours },
        DateTimeOffset.UnixEpoch));
}
