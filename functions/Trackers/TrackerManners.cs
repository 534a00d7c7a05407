using System.Text.Json;

namespace Patchbay.Trackers;

/// <summary>How to talk to one kind of tracker.</summary>
/// <param name="Name">What people call it: <c>GitHub</c>.</param>
public sealed record TrackerManners(string Name)
{
    /// <summary>Headers of every call.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Finds the tracker's own words in the body of a refusal; null when there are none.</summary>
    public Func<JsonElement, string?> Words { get; init; } = _ => null;

    /// <summary>A refusal may be a bare sentence rather than JSON; <see cref="Words"/> is then given it as a JSON text.</summary>
    public bool SpeaksPlainText { get; init; }

    /// <summary>Texts that must never be shown, should the tracker repeat them: tokens, and what they look like when encoded.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The tracker's words, fit to be shown: one line, without secrets, at most 300 characters.</summary>
    public string Quote(string words)
    {
        var line = Tickets.ScannerText.OneLine(words);
        foreach (var secret in Secrets.Where(s => s.Length > 3))
        {
            line = line.Replace(secret, "***", StringComparison.Ordinal);
        }

        return line.Length <= 300 ? line : line[..299] + "…";
    }
}
