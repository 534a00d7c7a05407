using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.AzureDevOps;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>Azure DevOps' calls with Basic credentials.</summary>
public sealed class AzureHookTests : HookContract
{
    protected override ITrackerHooks Hooks { get; } = new AzureHooks();

    protected override byte[] Change { get; } = Encoding.UTF8.GetBytes("""
        {"subscriptionId":"0f4a1f6a-62e9-4a30-8a0a-2e2a3a1f0001","notificationId":12,"id":"27646e0e-b520-4d2b-9411-bba7524947cd",
         "eventType":"workitem.updated","resource":{"id":2,"workItemId":214,"rev":7,"revisedBy":{"id":"e1","uniqueName":"ann@example.com"},
         "fields":{"System.State":{"oldValue":"New","newValue":"Resolved"}}},"resourceContainers":{}}
        """);

    protected override string Key => "AB#214";

    protected override string ProofHeader => "Authorization";

    [Fact]
    public void An_update_is_about_its_work_item_and_not_about_the_number_of_the_update()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Equal([Key], read.Keys);
        Assert.Equal(
            ("workitem.updated", "ann@example.com", "27646e0e-b520-4d2b-9411-bba7524947cd"), (read.Event, read.Actor, read.Delivery));
    }

    [Theory]
    [InlineData("workitem.deleted", true)]
    [InlineData("workitem.commented", true)]
    [InlineData("workitem.updated", false)]
    [InlineData("build.complete", false)]
    public void Other_events_name_the_work_item_itself(string happened, bool isTicket)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"id":"n1","resource":{"id":214},"eventType":"{{happened}}"}""");

        var read = Hooks.Receive(Call(body, Send(body, Secret)));

        Assert.Equal(isTicket ? [Key] : null, (read as HookReading.Tickets)?.Keys);
    }

    [Fact]
    public void Our_own_header_is_a_proof_too()
    {
        Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, new HeaderDictionary { [HookCall.SecretHeader] = Secret })));
        AssertForged(Call(Change, new HeaderDictionary { [HookCall.SecretHeader] = WrongSecret }));
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => new() { ["Authorization"] = HookSigning.Basic("patchbay", secret) };
}
