using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.Jira;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>Jira Cloud's calls, signed.</summary>
public sealed class JiraCloudHookTests : SignedHookContract
{
    internal static byte[] Closed { get; } = Encoding.UTF8.GetBytes("""
        {"timestamp":1772445600000,"webhookEvent":"jira:issue_updated","issue_event_type_name":"issue_generic",
         "user":{"accountId":"5b10a2844c20165700ede21g","name":"ann"},"issue":{"id":"10100","key":"SEC-12","fields":{"summary":"SQL injection"}},
         "changelog":{"id":"10200","items":[{"field":"status","fieldId":"status","from":"1","fromString":"To Do","to":"3","toString":"Done"}]}}
        """);

    internal static byte[] Moved { get; } = Encoding.UTF8.GetBytes("""
        {"webhookEvent":"jira:issue_updated","issue":{"id":"10100","key":"OPS-3"},"changelog":{"items":[
          {"field":"project","fromString":"Security","toString":"Operations"},{"field":"Key","from":null,"fromString":"SEC-12","to":null,"toString":"OPS-3"}]}}
        """);

    protected override ITrackerHooks Hooks { get; } = new JiraCloudHooks();

    protected override byte[] Change => Closed;

    protected override string Key => "SEC-12";

    protected override string ProofHeader => "X-Hub-Signature";

    [Fact]
    public void A_moved_issue_is_named_by_its_old_key_and_its_new_one()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Moved, Send(Moved, Secret))));

        Assert.Equal(["OPS-3", "SEC-12"], read.Keys);
    }

    [Fact]
    public void The_call_tells_what_happened_and_who_did_it()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Equal(("jira:issue_updated", "5b10a2844c20165700ede21g", "w-1"), (read.Event, read.Actor, read.Delivery));
    }

    [Theory]
    [InlineData("""{"webhookEvent":"project_deleted","project":{"key":"SEC"}}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"key":"../secret"}}""")]
    public void An_event_without_an_issue_is_noted(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        Assert.IsType<HookReading.Noted>(Hooks.Receive(Call(body, Send(body, Secret))));
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => new()
    {
        ["x-atlassian-webhook-identifier"] = "w-1",
        ["x-hub-signature"] = HookSigning.Sha256(body, secret),
    };
}

/// <summary>Jira Server's calls with credentials.</summary>
public sealed class JiraServerHookTests : HookContract
{
    protected override ITrackerHooks Hooks { get; } = new JiraServerHooks();

    protected override byte[] Change => JiraCloudHookTests.Closed;

    protected override string Key => "SEC-12";

    protected override string ProofHeader => "Authorization";

    [Fact]
    public void The_end_of_the_URL_is_a_proof_too()
    {
        Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, new HeaderDictionary { ["x-functions-key"] = Secret })));
        AssertForged(Call(Change, new HeaderDictionary { ["x-functions-key"] = WrongSecret }));
    }

    [Fact]
    public void Wrong_credentials_are_not_made_good_by_the_URL() => AssertForged(Call(
        Change, new HeaderDictionary { ["Authorization"] = HookSigning.Basic("jira", WrongSecret), ["x-functions-key"] = Secret }));

    [Fact]
    public void A_signature_that_is_there_must_be_good_whatever_else_is()
    {
        var headers = Send(Change, Secret);
        headers["X-Hub-Signature"] = HookSigning.Sha256(Change, WrongSecret);
        AssertForged(Call(Change, headers));

        headers = new HeaderDictionary { ["X-Hub-Signature"] = HookSigning.Sha256(Change, Secret) };
        Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, headers)));
    }

    [Fact]
    public void A_call_without_a_name_is_named_by_its_bytes_and_its_person_by_login()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(JiraCloudHookTests.Moved, Send([], Secret))));
        var other = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send([], Secret))));

        Assert.StartsWith("body-", read.Delivery, StringComparison.Ordinal);
        Assert.NotEqual(read.Delivery, other.Delivery);
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => new() { ["Authorization"] = HookSigning.Basic("jira", secret) };
}
