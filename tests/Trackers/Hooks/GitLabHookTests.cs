using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;
using Patchbay.Trackers.GitLab;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>GitLab's calls with the older secret token.</summary>
public sealed class GitLabHookTests : HookContract
{
    internal static byte[] Closed { get; } = Encoding.UTF8.GetBytes("""
        {"object_kind":"issue","user":{"id":7,"username":"ann"},"project":{"id":15,"path_with_namespace":"acme/web/shop"},
         "object_attributes":{"id":301,"iid":23,"state":"closed","action":"close","url":"https://gitlab.example.com/acme/web/shop/-/issues/23"},
         "labels":[],"changes":{"state_id":{"previous":1,"current":2}}}
        """);

    protected override ITrackerHooks Hooks { get; } = new GitLabHooks();

    protected override byte[] Change => Closed;

    protected override string Key => "acme/web/shop#23";

    protected override string ProofHeader => "X-Gitlab-Token";

    [Fact]
    public void The_call_tells_what_happened_and_who_did_it()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Equal(("Issue Hook, close", "ann", "idem-1"), (read.Event, read.Actor, read.Delivery));
    }

    [Fact]
    public void A_project_is_known_by_its_number_and_by_its_path_in_any_case()
    {
        var call = Call(Change, Send(Change, Secret), "15", "Acme/Web/Shop", "16");

        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(call));

        Assert.Equal(["15#23", "Acme/Web/Shop#23", "acme/web/shop#23"], read.Keys);
    }

    [Fact]
    public void Two_calls_of_one_event_have_names_of_their_own()
    {
        var headers = Send(Change, Secret);
        headers.Remove("Idempotency-Key");
        byte[] other = [.. Change, (byte)'\n'];

        var first = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, headers)));
        var second = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(other, headers)));

        Assert.NotEqual(first.Delivery, second.Delivery);
    }

    [Theory]
    [InlineData("""{"object_kind":"note","object_attributes":{"noteable_type":"Issue","note":"x"},"issue":{"iid":23},"project":{"id":15,"path_with_namespace":"acme/web/shop"}}""", true)]
    [InlineData("""{"object_kind":"work_item","object_attributes":{"iid":23},"project":{"id":15,"path_with_namespace":"acme/web/shop"}}""", true)]
    [InlineData("""{"object_kind":"note","object_attributes":{"noteable_type":"MergeRequest"},"merge_request":{"iid":23},"project":{"path_with_namespace":"acme/web/shop"}}""", false)]
    [InlineData("""{"object_kind":"push","project":{"path_with_namespace":"acme/web/shop"}}""", false)]
    public void Comments_and_work_items_are_about_issues_and_nothing_else_is(string text, bool isTicket)
    {
        var body = Encoding.UTF8.GetBytes(text);

        var read = Hooks.Receive(Call(body, Send(body, Secret)));

        Assert.Equal(isTicket ? [Key] : null, (read as HookReading.Tickets)?.Keys);
        Assert.True(isTicket || read is HookReading.Noted);
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => new()
    {
        ["X-Gitlab-Event"] = "Issue Hook",
        ["X-Gitlab-Event-UUID"] = "e-1",
        ["Idempotency-Key"] = "idem-1",
        ["X-Gitlab-Token"] = secret,
    };
}

/// <summary>GitLab's calls with the newer signing token.</summary>
public sealed class GitLabSignedHookTests : SignedHookContract
{
    protected override ITrackerHooks Hooks { get; } = new GitLabHooks();

    protected override byte[] Change => GitLabHookTests.Closed;

    protected override string Key => "acme/web/shop#23";

    protected override string ProofHeader => "webhook-signature";

    protected override string SecretName => "webhookSigningToken";

    protected override string Secret { get; } = "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8);

    protected override string WrongSecret { get; } = "whsec_" + Convert.ToBase64String("fedcba98765432100123456789abcdef"u8);

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    [InlineData(-86_400, false)]
    public void A_signature_is_good_for_five_minutes(int seconds, bool isGood)
    {
        var read = Hooks.Receive(Call(Change, Sign(Change, Secret, Now.ToUnixTimeSeconds() + seconds)));

        Assert.Equal(isGood, read is HookReading.Tickets);
        Assert.Equal(!isGood, read is HookReading.Forged);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0L)]
    public void A_time_that_is_none_is_refused(long second) => AssertForged(Call(Change, Sign(Change, Secret, second)));

    [Fact]
    public void A_newer_time_on_an_older_signature_is_forged()
    {
        var headers = Sign(Change, Secret, Now.ToUnixTimeSeconds() - 3600);
        headers["webhook-timestamp"] = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        AssertForged(Call(Change, headers));
    }

    [Fact]
    public void Another_name_on_a_signature_is_forged()
    {
        var headers = Send(Change, Secret);
        headers["webhook-id"] = "another";

        AssertForged(Call(Change, headers));
    }

    [Fact]
    public void One_good_signature_among_several_is_enough()
    {
        var headers = Send(Change, Secret);
        headers["webhook-signature"] = $"v1,AAAA v2,xyz {headers["webhook-signature"]}";

        Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, headers)));
    }

    [Fact]
    public void A_token_that_is_no_signing_token_is_said_to_be_none()
    {
        var call = new HookCall(Change, Send(Change, Secret), new Dictionary<string, string> { [SecretName] = "plain-4711" }, Now);

        Assert.Contains("whsec_", Assert.IsType<HookReading.Forged>(Hooks.Receive(call)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void With_both_secrets_set_a_signed_call_is_judged_by_its_signature_alone()
    {
        var headers = Send(Change, WrongSecret);
        headers["X-Gitlab-Token"] = "pb-hook-secret-0815";
        var secrets = new Dictionary<string, string> { [SecretName] = Secret, ["webhookSecret"] = "pb-hook-secret-0815" };

        Assert.IsType<HookReading.Forged>(Hooks.Receive(new HookCall(Change, headers, secrets, Now)));
        headers.Remove("webhook-signature");
        Assert.IsType<HookReading.Tickets>(Hooks.Receive(new HookCall(Change, headers, secrets, Now)));
    }

    protected override HeaderDictionary Send(byte[] body, string secret) => Sign(body, secret, Now.ToUnixTimeSeconds());

    private static HeaderDictionary Sign(byte[] body, string secret, long second)
    {
        var time = second.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"msg-1.{time}."), .. body];
        return new HeaderDictionary
        {
            ["X-Gitlab-Event"] = "Issue Hook",
            ["webhook-id"] = "msg-1",
            ["webhook-timestamp"] = time,
            ["webhook-signature"] = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed)),
        };
    }
}
