using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>What every kind's webhook must do with calls that are good, forged, broken or hostile.</summary>
public abstract class HookContract
{
    private const string Other = "another-secret-4711";

    protected static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Cuts => [0, 1, 2, 10, 60, 99];

    public static TheoryData<byte[]> Rubbish =>
    [
        [], [0xFF, 0xFE, 0x00], "null"u8.ToArray(), "[]"u8.ToArray(), "\"text\""u8.ToArray(), "{\"\\uD800\":\"\\uDC00\"}"u8.ToArray(),
        Encoding.UTF8.GetBytes(new string('[', 10_000)), [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00],
        "{\"issue\":7,\"repository\":[],\"resource\":\"x\",\"action\":1,\"object_attributes\":null,\"number\":{}}"u8.ToArray(),
        [.. "{\"action\":\""u8, 0xC3, 0x28, .. "\"}"u8],
    ];

    protected abstract ITrackerHooks Hooks { get; }

    /// <summary>A change of a ticket, as the tracker writes it.</summary>
    protected abstract byte[] Change { get; }

    /// <summary>The ticket's key, as links have it.</summary>
    protected abstract string Key { get; }

    /// <summary>The headers that the tracker sends with a body.</summary>
    protected abstract HeaderDictionary Send(byte[] body, string secret);

    /// <summary>The header that holds the proof.</summary>
    protected abstract string ProofHeader { get; }

    /// <summary>The secret that is set, as the tracker knows it too.</summary>
    protected virtual string Secret => "pb-hook-secret-0815";

    protected virtual string WrongSecret => Other;

    protected virtual string SecretName => "webhookSecret";

    [Fact]
    public void A_good_call_names_its_ticket()
    {
        var read = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.Contains(Key, read.Keys);
        Assert.NotEmpty(read.Event);
    }

    [Fact]
    public void A_repeated_call_has_the_same_name()
    {
        var first = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        var second = Assert.IsType<HookReading.Tickets>(Hooks.Receive(Call(Change, Send(Change, Secret))));

        Assert.NotEmpty(first.Delivery);
        Assert.Equal(first.Delivery, second.Delivery);
    }

    [Fact]
    public void A_call_with_another_secret_is_forged() => AssertForged(Call(Change, Send(Change, WrongSecret)));

    [Fact]
    public void A_call_without_proof_is_forged()
    {
        var headers = Send(Change, Secret);
        headers.Remove(ProofHeader);

        AssertForged(Call(Change, headers));
    }

    [Fact]
    public void A_proof_that_is_there_twice_is_none()
    {
        var headers = Send(Change, Secret);
        headers[ProofHeader] = new([headers[ProofHeader].ToString(), headers[ProofHeader].ToString()]);

        AssertForged(Call(Change, headers));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("sha1=0000000000000000000000000000000000000000")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("v1,")]
    [InlineData("Basic")]
    [InlineData("Basic Og==")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer x")]
    public void A_proof_of_another_shape_is_none(string proof)
    {
        var headers = Send(Change, Secret);
        headers[ProofHeader] = proof;

        AssertForged(Call(Change, headers));
    }

    [Fact]
    public void Half_a_proof_is_none()
    {
        var headers = Send(Change, Secret);
        headers[ProofHeader] = headers[ProofHeader].ToString()[..^5];

        AssertForged(Call(Change, headers));
    }

    [Fact]
    public void Without_a_secret_no_call_is_taken_and_the_reason_names_it()
    {
        var call = new HookCall(Change, Send(Change, Secret), new Dictionary<string, string>(), Now) { Callback = Callback };

        var forged = Assert.IsType<HookReading.Forged>(Hooks.Receive(call));

        Assert.Contains(SecretName, forged.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_body_that_was_cut_before_it_was_signed_is_noted(int percent)
    {
        var cut = Change[..(Change.Length * percent / 100)];

        Assert.IsType<HookReading.Noted>(Hooks.Receive(Call(cut, Send(cut, Secret))));
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void What_is_signed_and_no_event_is_noted(byte[] body) =>
        Assert.IsType<HookReading.Noted>(Hooks.Receive(Call(body, Send(body, Secret))));

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void What_is_not_signed_is_not_even_read(byte[] body) => AssertForged(Call(body, Send(body, WrongSecret)));

    [Fact]
    public void Everything_a_person_needs_to_make_the_hook_is_said()
    {
        Assert.NotEmpty(Hooks.Steps);
        Assert.Contains(Hooks.Secrets, s => s.Name == SecretName && s.IsSecret);
        Assert.Contains(SecretName, Hooks.Proof, StringComparison.Ordinal);
    }

    protected const string Callback = "https://patchbay.example.com/api/webhooks/hub";

    protected HookCall Call(byte[] body, HeaderDictionary headers, params string[] projects) =>
        new(body, headers, new Dictionary<string, string> { [SecretName] = Secret }, Now) { Callback = Callback, Projects = projects };

    protected void AssertForged(HookCall call)
    {
        var forged = Assert.IsType<HookReading.Forged>(Hooks.Receive(call));
        Assert.DoesNotContain(Secret, forged.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongSecret, forged.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{call}", StringComparison.Ordinal);
    }
}

/// <summary>What holds besides where the proof covers the body: one that was changed on the way is noticed.</summary>
public abstract class SignedHookContract : HookContract
{
    [Fact]
    public void A_body_that_was_changed_on_the_way_is_forged()
    {
        byte[] changed = [.. Change];
        changed[^2] ^= 1;

        AssertForged(Call(changed, Send(Change, Secret)));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_body_that_was_cut_on_the_way_is_forged(int percent) =>
        AssertForged(Call(Change[..(Change.Length * percent / 100)], Send(Change, Secret)));
}
