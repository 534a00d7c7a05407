using System.Text.Json;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Calls of the business rule that we hand out, for ServiceNow has no webhooks of its own. The rule is in docs/webhooks.md.</summary>
public sealed class ServiceNowHooks : ITrackerHooks
{
    /// <summary>Stands in the calls, or signs them.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret that the business rule shows in X-Patchbay-Secret or signs with; without it, no call is taken.", IsSecret: true);

    private const string Signature = "X-Patchbay-Signature";

    /// <inheritdoc/>
    public string Kind => ServiceNowKind.Name;

    /// <inheritdoc/>
    public string Proof =>
        $"{HookCall.SecretHeader}: the secret {Secret.Name}; or {Signature}: sha256= and the HMAC-SHA256 of the body with it, in hex.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        $"Make a system property patchbay.webhook.secret of type password2 with the instance's secret {Secret.Name}, and patchbay.webhook.url with the url shown here.",
        "Make a business rule on the table of the tickets: advanced, when async, on insert, update and delete.",
        "Condition: Correlation display is Patchbay.",
        "Paste the script from docs/webhooks.md, section ServiceNow, and save.",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Secrets => [Secret];

    /// <inheritdoc/>
    public HookReading Receive(HookCall call)
    {
        if (call.Secret(Secret) is not { } secret)
        {
            return HookProof.NotSet(Secret.Name);
        }

        // A call that is signed is judged by that alone.
        var isProved = call.Headers.ContainsKey(Signature)
            ? HookProof.IsSigned(call.Header(Signature), secret, call.Body.Span)
            : HookProof.IsSame(call.Header(HookCall.SecretHeader), secret);
        if (!isProved)
        {
            return new HookReading.Forged($"The call has our secret neither in {HookCall.SecretHeader} nor in {Signature}.");
        }

        if (HookBody.Read(call.Body) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new HookReading.Noted(call.BodyName(), "unnamed", "The body is no JSON object.");
        }

        var delivery = body.Text("sys_id") is { } id && body.Text("sys_mod_count") is { } count ? $"{id}:{count}:{body.Text("operation")}" : call.BodyName();
        var happened = body.Text("operation") ?? "update";
        return body.Text("number") is { } number && ServiceNowRecord.IsNumber(number)
            ? new HookReading.Tickets(delivery, happened, [number], body.Text("sys_updated_by"))
            : new HookReading.Noted(delivery, happened, "The body names no record's number.");
    }
}
