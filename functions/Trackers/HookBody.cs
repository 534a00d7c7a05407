using System.Text.Json;

namespace Patchbay.Trackers;

/// <summary>Reads the body of a call that has proved itself; even then it may be cut off or no text at all.</summary>
internal static class HookBody
{
    private const int MostDepth = 64;

    /// <summary>Reads JSON; null when it is none, or a text in it is no Unicode.</summary>
    public static JsonElement? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            Walk(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // A document takes broken texts and throws when one is asked for: better here than later.
    private static void Walk(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MostDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                _ = reader.GetString();
            }
        }
    }
}
