using System.Text;

namespace Patchbay.Scanners.Xml;

/// <summary>What the first line of an XML body says of its encoding.</summary>
internal static class XmlDeclaration
{
    private const int MostBytes = 400;

    /// <summary>The encoding to read with.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="seen">What the bytes themselves show; it wins when the declaration cannot be true or is unknown.</param>
    public static Encoding Encoding(ReadOnlySpan<byte> head, Encoding seen)
    {
        var text = System.Text.Encoding.Latin1.GetString(head[..Math.Min(head.Length, MostBytes)]);
        if (!ReferenceEquals(seen, System.Text.Encoding.UTF8) || !text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            return seen;
        }

        var declaration = text[..Math.Max(0, text.IndexOf("?>", StringComparison.Ordinal))];
        return NameIn(declaration) is { } name && Named(name) is { IsSingleByte: true } single ? single : seen;
    }

    private static string? NameIn(string declaration)
    {
        var at = declaration.IndexOf("encoding", StringComparison.Ordinal);
        var quoted = at < 0 ? [] : declaration[at..].Split('"', '\'');
        return quoted.Length > 1 ? quoted[1] : null;
    }

    private static Encoding? Named(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? System.Text.Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
