using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.GitHub;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>GitHub's calls.</summary>
public sealed class GitHubHookTests : SignedHookContract
{
    private const string Closed = """
        {"action":"closed","issue":{"number":40,"state":"closed","state_reason":"completed","title":"SQL injection – ünsafe"},
         "repository":{"full_name":"acme/site","private":true},"sender":{"login":"ann","type":"User"},"installation":{"id":815}}
        """;

    protected override ITrackerHooks Hooks { get; } = new GitHubHooks();

    protected override byte[] Change { get; } = Encoding.UTF8.GetBytes(Closed);

    protected override string Key => "acme/site#40";

    protected override string ProofHeader => "X-Hub-Signature-256";

    protected override HeaderDictionary Send(byte[] body, string secret) => Send(body, secret, "issues");

    [Fact]
    public void The_call_tells_what_happened_and_who_did_it()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Equal(("issues.closed", "ann", "72d3162e-cc78-11e3-81ab-4c9367dc0958"), (read.Event, read.Actor, read.Delivery));
    }

    [Fact]
    public void A_ticket_has_the_spelling_that_the_mapping_gave_its_repository()
    {
        var call = Call(Change, Send(Change, Secret), "Acme/Site", "acme/other");

        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(call));

        Assert.Equal(["Acme/Site#40", "acme/site#40"], read.Keys);
    }

    [Fact]
    public void A_form_is_read_as_well_as_plain_JSON()
    {
        var form = Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(Closed).Replace("%20", "+", StringComparison.Ordinal));
        var headers = Send(form, Secret);
        headers["Content-Type"] = "application/x-www-form-urlencoded";

        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(form, headers)));

        Assert.Equal([Key], read.Keys);
    }

    [Theory]
    [InlineData("body=x")]
    [InlineData("payload=%7B%22action%22%3A")]
    [InlineData("payload=%zz%E4")]
    [InlineData("")]
    public void A_form_that_holds_no_payload_is_noted(string text)
    {
        var form = Encoding.UTF8.GetBytes(text);
        var headers = Send(form, Secret);
        headers["Content-Type"] = "application/x-www-form-urlencoded";

        Assert.IsType<HookReading.Noted>(Hooks.Receive(Call(form, headers)));
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("push")]
    [InlineData("installation")]
    [InlineData("never_heard_of")]
    public void An_event_about_no_ticket_is_noted(string name)
    {
        var read = Assert.IsType<HookReading.Noted>(Hooks.Receive(Call(Change, Send(Change, Secret, name))));

        Assert.Equal(name, read.Event);
    }

    [Fact]
    public void A_comment_is_a_change_of_its_issue()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret, "issue_comment"))));

        Assert.Equal([Key], read.Keys);
    }

    private static HeaderDictionary Send(byte[] body, string secret, string name) => new()
    {
        ["X-GitHub-Event"] = name,
        ["X-GitHub-Delivery"] = "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        ["X-Hub-Signature-256"] = HookSigning.Sha256(body, secret),
        ["Content-Type"] = "application/json",
    };
}
