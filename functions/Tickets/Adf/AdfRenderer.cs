using System.Text.Json;

namespace Patchbay.Tickets.Adf;

/// <summary>Renders a ticket's text as an Atlassian document: nodes whose text nobody interprets, so nothing in it mentions, links or runs.</summary>
/// <remarks>Source: Atlassian, "Document structure" and the JSON schema of version 1.</remarks>
public static class AdfRenderer
{
    private const string Open = """{"type":"doc","version":1,"content":[""";
    private const string Close = "]}";

    private static readonly SectionedText Sections = new(",", AdfNodes.Emphasis("… shortened by Patchbay."), AdfBlocks.Add);

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within a node.</summary>
    /// <param name="limit">UTF-16 units of the document as JSON; at least 1,000 more than its frame.</param>
    public static JsonElement Render(TicketBody body, int limit)
    {
        using var document = JsonDocument.Parse(Open + Sections.Render(body, limit - Open.Length - Close.Length) + Close);
        return document.RootElement.Clone();
    }

    /// <summary>A single line of text as a document; what does not fit is cut.</summary>
    /// <param name="limit">UTF-16 units of the document as JSON.</param>
    public static JsonElement Line(string text, int limit) =>
        Render(new TicketBody([new TicketBlock.Prose(text.Replace('`', '\''))]), limit);

    /// <summary>The text of a document or a part of it, blocks parted by line ends; empty for anything else.</summary>
    public static string PlainText(JsonElement node) => string.Concat(Texts(node, 0)).Trim('\n');

    private static IEnumerable<string> Texts(JsonElement node, int depth)
    {
        // A document from a stranger; ours are no deeper than eight.
        if (node.ValueKind != JsonValueKind.Object || depth > 50)
        {
            return [];
        }

        if (node.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
        {
            return [text.GetString()!];
        }

        // People, emoji and cards have their words, or an address, beside them.
        if (node.TryGetProperty("attrs", out var attributes) && Words(attributes) is { } words)
        {
            return [words];
        }

        var type = node.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        var inside = node.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().SelectMany(c => Texts(c, depth + 1))
            : [];
        return type is "paragraph" or "heading" or "codeBlock" or "hardBreak" ? inside.Append("\n") : inside;
    }

    private static string? Words(JsonElement attributes) =>
        attributes.ValueKind != JsonValueKind.Object ? null
        : attributes.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()
        : attributes.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String ? url.GetString()
        : null;
}
