using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Patchbay.Trackers.GitHub;

/// <summary>GitHub's webhooks. Source: GitHub's "Webhook events and payloads" and "Validating webhook deliveries".</summary>
public sealed class GitHubHooks : ITrackerHooks
{
    /// <summary>Signs the calls.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret of the webhook, by which GitHub signs its calls; without it, none is taken.", IsSecret: true);

    private const string Form = "application/x-www-form-urlencoded";

    /// <inheritdoc/>
    public string Kind => GitHubTrackerKind.Name;

    /// <inheritdoc/>
    public string Proof => $"X-Hub-Signature-256: HMAC-SHA256 of the body with the secret {Secret.Name}.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        "Open the repository's (or the organisation's, or the App's) settings, Webhooks, Add webhook.",
        "Payload URL: the url shown here. Content type: application/json. Keep the SSL verification.",
        $"Secret: a long random text, which is also the instance's secret {Secret.Name}.",
        "Choose Issues and Issue comments among the individual events, and save.",
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

        if (!HookProof.IsSigned(call.Header("X-Hub-Signature-256"), secret, call.Body.Span))
        {
            return new HookReading.Forged("X-Hub-Signature-256 is missing or is not the body's with our secret.");
        }

        var delivery = call.Header("X-GitHub-Delivery") ?? call.BodyName();
        var happened = call.Header("X-GitHub-Event") ?? "unnamed";
        if (happened is not ("issues" or "issue_comment"))
        {
            return new HookReading.Noted(delivery, happened, "This event tells nothing about a ticket.");
        }

        if (Json(call) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new HookReading.Noted(delivery, happened, "The body is no JSON object.");
        }

        var name = body.Text("action") is { } action ? $"{happened}.{action}" : happened;
        return body.Member("repository").Text("full_name") is { } repository
            && body.Member("issue").Member("number") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var issue)
            ? new HookReading.Tickets(delivery, name, KeysOf(call, repository, issue), body.Member("sender").Text("login"))
            : new HookReading.Noted(delivery, name, "The body names no issue and repository.");
    }

    // GitHub spells a repository as its owner does, a mapping as its writer did.
    private static IReadOnlyList<string> KeysOf(HookCall call, string repository, int issue) =>
    [
        .. call.Projects.Where(p => p.Equals(repository, StringComparison.OrdinalIgnoreCase)).Append(repository)
            .Distinct(StringComparer.Ordinal)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p}#{issue}")),
    ];

    private static JsonElement? Json(HookCall call)
    {
        if (call.Header("Content-Type")?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) != true)
        {
            return HookBody.Read(call.Body);
        }

        var payload = "payload="u8;
        if (!call.Body.Span.StartsWith(payload))
        {
            return null;
        }

        var value = call.Body[payload.Length..];
        var end = value.Span.IndexOf((byte)'&');
        var escaped = (end < 0 ? value : value[..end]).ToArray();
        return HookBody.Read(WebUtility.UrlDecodeToBytes(escaped, 0, escaped.Length));
    }
}
