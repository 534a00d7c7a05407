using System.Text.Json;

namespace Patchbay.Audit;

/// <summary>One change: who made it, when, and what it changed.</summary>
/// <param name="Subject">What was changed: an asset's slug, a finding's key, ...</param>
/// <param name="Who">A person's name, or <c>api</c> for a caller who only showed the key, or the part of Patchbay that did it.</param>
/// <param name="What">A verb and its object: <c>accept risk</c>.</param>
/// <param name="At">UTC.</param>
public sealed record AuditEntry(string Subject, string Who, string What, DateTimeOffset At)
{
    /// <summary>Why, in the changer's words; null when they gave no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The values that changed, as they were; null when there were none.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The same values as they became; null when the subject is gone.</summary>
    public JsonElement? After { get; init; }
}
