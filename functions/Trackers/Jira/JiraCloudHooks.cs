namespace Patchbay.Trackers.Jira;

/// <summary>Webhooks that an administrator of Jira Cloud makes, which are signed. Source: Atlassian's "Webhooks".</summary>
/// <remarks>The dynamic kind is for OAuth and Connect apps alone, which no instance is.</remarks>
public sealed class JiraCloudHooks : ITrackerHooks
{
    /// <summary>Signs the calls.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret of the webhook, by which Jira signs its calls; without it, none is taken.", IsSecret: true);

    /// <inheritdoc/>
    public string Kind => JiraEdition.Cloud.Kind;

    /// <inheritdoc/>
    public string Proof => $"X-Hub-Signature: HMAC-SHA256 of the body with the secret {Secret.Name}.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        "As an administrator of the site open System, WebHooks, Create a WebHook.",
        "URL: the url shown here. Leave the option to exclude the body off.",
        $"Secret: have Jira make one, or give a long random text; it is also the instance's secret {Secret.Name}.",
        JiraHookEvents.Choice,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Secrets => [Secret];

    /// <inheritdoc/>
    public HookReading Receive(HookCall call) =>
        call.Secret(Secret) is not { } secret ? HookProof.NotSet(Secret.Name)
        : HookProof.IsSigned(call.Header("X-Hub-Signature"), secret, call.Body.Span) ? JiraHookEvents.Read(call)
        : new HookReading.Forged("X-Hub-Signature is missing or is not the body's with our secret.");
}
