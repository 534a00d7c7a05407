using System.Xml;

namespace Patchbay.Scanners.Xml;

/// <summary>Element and attribute names met so far. No known format has a thousand; a hostile body could have as many as fit in it.</summary>
internal sealed class BoundedNames : NameTable
{
    private const int MostCharacters = 1 << 20;
    private const int OverheadCharacters = 32;
    private int characters;

    /// <inheritdoc/>
    /// <exception cref="UnreadableReportException">There are too many different names.</exception>
    public override string Add(char[] key, int start, int len)
    {
        if (Get(key, start, len) is { } known)
        {
            return known;
        }

        characters += len + OverheadCharacters;
        return characters <= MostCharacters
            ? base.Add(key, start, len)
            : throw new UnreadableReportException("The XML has more different element and attribute names than any known report");
    }
}
