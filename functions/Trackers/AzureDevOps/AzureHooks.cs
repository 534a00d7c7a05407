using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Service hooks of Azure DevOps, which sign nothing. Source: Microsoft's "Service hooks events" and "Web Hooks".</summary>
public sealed class AzureHooks : ITrackerHooks
{
    /// <summary>Password of the calls.</summary>
    internal static readonly KindSetting Secret = new(
        "webhookSecret", "Password of the service hook's basic authentication, or its header X-Patchbay-Secret; without it, no call is taken.",
        IsSecret: true);

    private const string Prefix = "workitem.";

    /// <inheritdoc/>
    public string Kind => AzureDevOpsKind.Name;

    /// <inheritdoc/>
    public string Proof => $"The secret {Secret.Name}: as the password of Basic credentials, or in the header {HookCall.SecretHeader}.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Steps =>
    [
        "Open Project settings, Service hooks, Create subscription, Web Hooks.",
        "Trigger: Work item updated; make further ones for deleted, restored and commented on.",
        $"URL: the url shown here. Basic authentication username: patchbay, password: the instance's secret {Secret.Name}.",
        "Resource details to send: All. Messages to send: None. Test, and finish.",
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

        var shown = call.Headers.ContainsKey("Authorization") ? call.Password() : call.Header(HookCall.SecretHeader);
        if (!HookProof.IsSame(shown, secret))
        {
            return new HookReading.Forged($"The call has our secret neither as its password nor in {HookCall.SecretHeader}.");
        }

        if (HookBody.Read(call.Body) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new HookReading.Noted(call.BodyName(), "unnamed", "The body is no JSON object.");
        }

        var delivery = body.Text("id") ?? call.BodyName();
        var happened = body.Text("eventType") ?? "unnamed";
        var resource = body.Member("resource");

        // Of an update, id is the update's own number; of all else, the work item's.
        var number = happened.StartsWith(Prefix, StringComparison.Ordinal)
            ? resource.Member("workItemId") is { ValueKind: JsonValueKind.Number } ofUpdate ? ofUpdate
                : happened == "workitem.updated" ? default : resource.Member("id")
            : default;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var item) && item > 0
            ? new HookReading.Tickets(
                delivery, happened, [string.Create(CultureInfo.InvariantCulture, $"AB#{item}")], resource.Member("revisedBy").Text("uniqueName"))
            : new HookReading.Noted(delivery, happened, "This event tells nothing about a work item.");
    }
}
