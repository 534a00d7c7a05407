using System.Text.Json;

namespace Patchbay.Trackers.Jira;

/// <summary>Reads what Jira's webhooks say, which is the same for Cloud and Data Center. Source: Atlassian's "Webhooks".</summary>
internal static class JiraHookEvents
{
    /// <summary>What an administrator chooses, one sentence for each step after the address and the proof.</summary>
    public const string Choice =
        "Choose the events Issue: created, updated, deleted and Comment: created, and if you like a JQL filter such as project = SEC. Save.";

    /// <summary>Reads a call that has proved itself.</summary>
    public static HookReading Read(HookCall call)
    {
        var delivery = call.Header("X-Atlassian-Webhook-Identifier") ?? call.BodyName();
        if (HookBody.Read(call.Body) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new HookReading.Noted(delivery, "unnamed", "The body is no JSON object.");
        }

        var happened = body.Text("webhookEvent") ?? "unnamed";
        var user = body.Member("user") is { ValueKind: JsonValueKind.Object } found ? found : body.Member("comment").Member("author");
        var keys = Keys(body).Where(JiraKey.IsIssue).Distinct(StringComparer.Ordinal).ToList();
        return keys.Count > 0
            ? new HookReading.Tickets(delivery, happened, keys, user.Text("accountId") ?? user.Text("name"))
            : new HookReading.Noted(delivery, happened, "This event tells nothing about an issue.");
    }

    // A link knows a moved issue by its old key; the new one may be linked already.
    private static IEnumerable<string> Keys(JsonElement body)
    {
        if (body.Member("issue").Text("key") is { } key)
        {
            yield return key;
        }

        foreach (var item in body.Member("changelog").Member("items").Items().Where(i => i.Text("field") == "Key"))
        {
            foreach (var name in (string?[])[item.Text("fromString"), item.Text("toString")])
            {
                if (name is not null)
                {
                    yield return name;
                }
            }
        }
    }
}
