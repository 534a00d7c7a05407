using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.Trello;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>Trello's calls, signed over their body and our address.</summary>
public sealed class TrelloHookTests : SignedHookContract
{
    protected override ITrackerHooks Hooks { get; } = new TrelloHooks();

    protected override byte[] Change { get; } = Encoding.UTF8.GetBytes("""
        {"action":{"id":"51f9424bcd6e040f3c002412","type":"updateCard","date":"2026-03-02T10:00:00.000Z","idMemberCreator":"4fc78a59a885233f4b349bd9",
         "memberCreator":{"username":"ann"},"data":{"listBefore":{"name":"To do"},"listAfter":{"name":"Done"},
         "card":{"id":"4fc78a59a885233f4b349bda","idShort":7,"shortLink":"a1B2c3D4","name":"SQL injection"}}},"model":{"id":"4eea4ffc91e31d1746000046"}}
        """);

    protected override string Key => "a1B2c3D4";

    protected override string ProofHeader => "X-Trello-Webhook";

    [Fact]
    public void The_call_tells_what_happened_and_who_did_it()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Equal(("updateCard", "ann", "51f9424bcd6e040f3c002412"), (read.Event, read.Actor, read.Delivery));
    }

    [Theory]
    [InlineData("https://patchbay.example.com/api/webhooks/hub/")]
    [InlineData("http://patchbay.example.com/api/webhooks/hub")]
    [InlineData(null)]
    public void A_signature_over_another_address_is_forged(string? address) =>
        AssertForged(Call(Change, Send(Change, Secret)) with { Callback = address });

    [Fact]
    public void A_known_signature_is_recognised()
    {
        // Made with: printf '%s%s' '{}' https://patchbay.example.com/api/webhooks/hub | openssl dgst -sha1 -hmac pb-hook-secret-0815 -binary | base64
        var headers = new HeaderDictionary { [ProofHeader] = "0685sUaBcnNenzPc4ItYw23b45g=" };

        Assert.IsType<HookReading.Noted>(Hooks.Receive(Call("{}"u8.ToArray(), headers)));
    }

    [Fact]
    public void An_action_about_no_card_is_noted()
    {
        var body = """{"action":{"id":"51f9424bcd6e040f3c002413","type":"updateBoard","data":{"board":{"shortLink":"a1B2c3D4"}}}}"""u8.ToArray();

        Assert.IsType<HookReading.Noted>(Hooks.Receive(Call(body, Send(body, Secret))));
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => new()
    {
        [ProofHeader] = HookSigning.Sha1([.. body, .. Encoding.UTF8.GetBytes(Callback)], secret),
    };
}
