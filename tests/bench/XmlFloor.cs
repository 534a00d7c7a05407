using System.Xml;

namespace Patchbay.Bench;

/// <summary>The least that reading XML in a stream can cost: a walk over every node that makes every text and every attribute's value.</summary>
internal static class XmlFloor
{
    // As our own reader is set.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Walks a text of any size.</summary>
    /// <returns>Characters of all values, so that none of the work can be left out.</returns>
    public static long Walk(Stream body)
    {
        using var reader = XmlReader.Create(body, Settings);
        long characters = 0;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                characters += reader.Value.Length;
            }

            while (reader.NodeType is XmlNodeType.Element or XmlNodeType.Attribute && reader.MoveToNextAttribute())
            {
                characters += reader.Value.Length;
            }
        }

        return characters;
    }
}
