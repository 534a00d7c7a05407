namespace Patchbay.Trackers.Bitbucket;

/// <summary>Bitbucket's webhooks, which are proved and noted: it has no tickets that could change.</summary>
public sealed class BitbucketHooks : ITrackerHooks
{
    /// <summary>Signs the calls.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret of a webhook, by which Bitbucket signs its calls; nothing comes of them, for Bitbucket has no tickets.", IsSecret: true);

    /// <inheritdoc/>
    public string Kind => BitbucketTrackerKind.Name;

    /// <inheritdoc/>
    public string Proof => $"X-Hub-Signature: HMAC-SHA256 of the body with the secret {Secret.Name}.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
        ["There is nothing to do: Bitbucket has no tickets, so a webhook has nothing to tell. Calls that come all the same are noted."];

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Secrets => [Secret];

    /// <inheritdoc/>
    public HookReading Receive(HookCall call) =>
        call.Secret(Secret) is not { } secret ? HookProof.NotSet(Secret.Name)
        : !HookProof.IsSigned(call.Header("X-Hub-Signature"), secret, call.Body.Span)
            ? new HookReading.Forged("X-Hub-Signature is missing or is not the body's with our secret.")
        : new HookReading.Noted(
            call.Header("X-Request-UUID") ?? call.BodyName(), call.Header("X-Event-Key") ?? "unnamed", "Bitbucket has no tickets.");
}
