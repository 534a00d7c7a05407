namespace Patchbay.Trackers.Jira;

/// <summary>Webhooks of Jira Server and Data Center, most of which sign nothing.</summary>
public sealed class JiraServerHooks : ITrackerHooks
{
    /// <summary>Part of the address, password, or what signs the calls.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret of the webhook: the end of its URL, or the password of its credentials, or what signs its calls; without it, none is taken.",
        IsSecret: true);

    private const string Signature = "X-Hub-Signature";

    /// <inheritdoc/>
    public string Kind => JiraEdition.Server.Kind;

    /// <inheritdoc/>
    public string Proof =>
        $"The secret {Secret.Name}: in {Signature} as HMAC-SHA256 of the body where Jira signs, else as the password of Basic credentials, "
        + "else at the end of the URL, ?code=…";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        "As an administrator open System, WebHooks, Create a WebHook.",
        $"URL: the url shown here. Where the page has fields for a secret or for credentials, enter there the instance's secret {Secret.Name} "
            + "(any user name will do).",
        $"Where it has neither, add ?code= and that secret to the URL; whoever sees this page of Jira then sees it too.",
        JiraHookEvents.Choice,
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
            : HookProof.IsSame(call.Headers.ContainsKey("Authorization") ? call.Password() : call.UrlSecret(), secret);
        return isProved
            ? JiraHookEvents.Read(call)
            : new HookReading.Forged($"The call has neither our secret as {Signature} or password, nor at the end of its URL.");
    }
}
