using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Patchbay.Trackers.GitLab;

/// <summary>GitLab's webhooks, with the older secret token or the newer signing token. Source: GitLab's "Webhooks" and "Webhook events".</summary>
public sealed class GitLabHooks : ITrackerHooks
{
    /// <summary>Stands in each call as it is.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret token of the webhook, which GitLab shows with each call.", IsSecret: true);

    /// <summary>Signs calls.</summary>
    internal static readonly KindSetting Signing = new(
        "webhookSigningToken", "Signing token of the webhook, whsec_…, by which GitLab 19 and later signs its calls; better than the secret token.", IsSecret: true);

    private const string KeyPrefix = "whsec_";
    private const string SignaturePrefix = "v1,";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Kind => GitLabTrackerKind.Name;

    /// <inheritdoc/>
    public string Proof =>
        $"webhook-signature: HMAC-SHA256 with the secret {Signing.Name}, at most five minutes old; or X-Gitlab-Token: the secret {Secret.Name}.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        "Open the project's (or the group's) Settings, Webhooks, Add new webhook.",
        "URL: the url shown here. Keep the SSL verification.",
        $"Signing token: have GitLab make one and give it to the instance as the secret {Signing.Name}. "
            + $"Where there is none, Secret token: a long random text, which is also the secret {Secret.Name}.",
        "Choose Issues events, Confidential issues events and Comments, and save.",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Secrets => [Secret, Signing];

    /// <inheritdoc/>
    public HookReading Receive(HookCall call)
    {
        if (Refuse(call) is { } forged)
        {
            return forged;
        }

        // The event's own id is shared by all that one change sets off, so the body has a say in the name.
        var delivery = call.Header("webhook-id") ?? call.Header("Idempotency-Key")
            ?? (call.Header("X-Gitlab-Event-UUID") is { } id ? $"{id} {call.BodyName()}" : call.BodyName());
        var happened = call.Header("X-Gitlab-Event") ?? "unnamed";
        if (HookBody.Read(call.Body) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new HookReading.Noted(delivery, happened, "The body is no JSON object.");
        }

        var what = body.Member("object_attributes");
        var issue = body.Text("object_kind") switch
        {
            "issue" or "work_item" => what,
            "note" when what.Text("noteable_type") == "Issue" => body.Member("issue"),
            _ => default,
        };
        var name = what.Text("action") is { } action ? $"{happened}, {action}" : happened;
        return issue.Member("iid") is { ValueKind: JsonValueKind.Number } iid && iid.TryGetInt32(out var number)
            && KeysOf(call, body.Member("project"), number) is { Count: > 0 } keys
            ? new HookReading.Tickets(delivery, name, keys, body.Member("user").Text("username"))
            : new HookReading.Noted(delivery, name, "This event tells nothing about an issue.");
    }

    private static HookReading.Forged? Refuse(HookCall call)
    {
        var signing = call.Secret(Signing);
        var secret = call.Secret(Secret);
        if (signing is null && secret is null)
        {
            return HookProof.NotSet(Secret.Name, Signing.Name);
        }

        // A call that is signed is judged by that alone; one that is not may come from a hook that has only the older token.
        if (signing is not null && (secret is null || call.Headers.ContainsKey("webhook-signature")))
        {
            return RefuseSigned(call, signing);
        }

        return HookProof.IsSame(call.Header("X-Gitlab-Token"), secret!)
            ? null
            : new HookReading.Forged("X-Gitlab-Token is missing or is not our secret.");
    }

    private static HookReading.Forged? RefuseSigned(HookCall call, string signing)
    {
        if (call.Header("webhook-signature") is not { } signatures || call.Header("webhook-id") is not { } id
            || call.Header("webhook-timestamp") is not { } second
            || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return new HookReading.Forged("The call is not signed: webhook-signature, webhook-id or webhook-timestamp is missing.");
        }

        var key = new byte[signing.Length];
        if (!signing.StartsWith(KeyPrefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64Chars(signing.AsSpan(KeyPrefix.Length), key, out var length))
        {
            return new HookReading.Forged($"The secret {Signing.Name} is no signing token: give it as GitLab shows it, whsec_ at its beginning.");
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{second}."), .. call.Body.Span];
        var expected = HMACSHA256.HashData(key.AsSpan(0, length), signed);
        if (!signatures.Split(' ').Any(s => s.StartsWith(SignaturePrefix, StringComparison.Ordinal)
            && HookProof.IsHash(s.AsSpan(SignaturePrefix.Length), expected)))
        {
            return new HookReading.Forged("webhook-signature is not the call's with our signing token.");
        }

        // Compared as whole seconds: what is signed may still name a time that no calendar holds.
        return Math.Abs((decimal)seconds - call.Now.ToUnixTimeSeconds()) <= (decimal)Tolerance.TotalSeconds
            ? null
            : new HookReading.Forged("The call was signed more than five minutes ago, or our clocks differ by that.");
    }

    // A mapping names its project by its path, in any case, or by its number.
    private static List<string> KeysOf(HookCall call, JsonElement project, int iid)
    {
        var path = project.Text("path_with_namespace");
        var id = project.Member("id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null;
        var names = call.Projects.Where(p => p.Equals(path, StringComparison.OrdinalIgnoreCase) || p == id).Append(path).OfType<string>();
        return [.. names.Distinct(StringComparer.Ordinal).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p}#{iid}"))];
    }
}
