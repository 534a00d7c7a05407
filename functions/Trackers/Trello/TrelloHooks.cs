using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Patchbay.Trackers.Trello;

/// <summary>Trello's webhooks. Source: Atlassian's "Trello webhooks".</summary>
public sealed class TrelloHooks : ITrackerHooks
{
    /// <summary>Signs the calls.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Secret of the app (Power-Up) that the key belongs to, from its page, by which Trello signs its calls; without it, none is taken.",
        IsSecret: true);

    /// <inheritdoc/>
    public string Kind => TrelloTrackerKind.Name;

    /// <inheritdoc/>
    public string Proof => $"X-Trello-Webhook: HMAC-SHA1 of the body and our address, with the secret {Secret.Name}.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        $"On the page of your app, where its API key is, copy the Secret and give it to the instance as the secret {Secret.Name}.",
        "Trello has no page to make a webhook: register it here, for each board that a mapping names.",
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

        if (call.Callback is not { } callback)
        {
            return new HookReading.Forged("No call can prove itself: Trello signs our address, and the setting Patchbay:PublicUrl is not set.");
        }

        if (call.Header("X-Trello-Webhook") is not { } signature || !HookProof.IsHash(signature, Sign(secret, call.Body.Span, callback)))
        {
            return new HookReading.Forged($"X-Trello-Webhook is missing, or is not the body's with our secret and the address {callback}.");
        }

        if (HookBody.Read(call.Body) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new HookReading.Noted(call.BodyName(), "unnamed", "The body is no JSON object.");
        }

        var action = body.Member("action");
        var delivery = action.Text("id") ?? call.BodyName();
        var happened = action.Text("type") ?? "unnamed";
        return action.Member("data").Member("card").Text("shortLink") is { } link && TrelloCard.Parse(link) is not null
            ? new HookReading.Tickets(delivery, happened, [link], action.Member("memberCreator").Text("username"))
            : new HookReading.Noted(delivery, happened, "This action is about no card.");
    }

    [SuppressMessage("Security", "CA5350", Justification = "Trello has no other; a keyed hash does not suffer from SHA-1's collisions.")]
    private static byte[] Sign(string secret, ReadOnlySpan<byte> body, string callback) =>
        HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. body, .. Encoding.UTF8.GetBytes(callback)]);
}
