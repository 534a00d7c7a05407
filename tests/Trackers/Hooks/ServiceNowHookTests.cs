using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.ServiceNow;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>The calls of the business rule that we hand out, signed.</summary>
public sealed class ServiceNowHookTests : SignedHookContract
{
    protected override ITrackerHooks Hooks { get; } = new ServiceNowHooks();

    protected override byte[] Change { get; } = Encoding.UTF8.GetBytes(
        """{"operation":"update","sys_id":"9d385017c611228701d22104cc95c371","number":"INC0010001","state":"6","correlation_id":"pb-7f3k9q2xmv4t","sys_updated_by":"ann","sys_mod_count":"4"}""");

    protected override string Key => "INC0010001";

    protected override string ProofHeader => "X-Patchbay-Signature";

    [Fact]
    public void The_call_tells_what_happened_and_who_did_it()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Equal(("update", "ann", "9d385017c611228701d22104cc95c371:4:update"), (read.Event, read.Actor, read.Delivery));
    }

    [Fact]
    public void The_secret_itself_in_our_header_is_a_proof_too()
    {
        Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, new HeaderDictionary { [HookCall.SecretHeader] = Secret })));
        AssertForged(Call(Change, new HeaderDictionary { [HookCall.SecretHeader] = WrongSecret }));
    }

    [Fact]
    public void The_script_that_we_hand_out_sends_what_is_read_here()
    {
        var page = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "webhooks.md"));

        Assert.All(
            (string[])["operation", "sys_id", "number", "sys_updated_by", "sys_mod_count", HookCall.SecretHeader],
            name => Assert.Contains(name, page, StringComparison.Ordinal));
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => new() { ["X-Patchbay-Signature"] = HookSigning.Sha256(body, secret) };
}
