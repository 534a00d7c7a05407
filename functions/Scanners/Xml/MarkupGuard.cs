namespace Patchbay.Scanners.Xml;

/// <summary>
/// Goes over XML before the framework's reader does, which holds a tag or a CDATA section whole however long it is: refuses a
/// tag that is too long, leaves out the rest of a CDATA section that is, and refuses a DOCTYPE that declares anything.
/// </summary>
/// <remarks>Only follows the markup as far as that needs; whether it is well-formed is for the reader to say.</remarks>
internal sealed class MarkupGuard
{
    private const int MostTagCharacters = 1 << 20;
    private const int MostDataCharacters = 1 << 20;
    private const char NoQuote = '\0';
    private Where where = Where.Content;
    private char quote;
    private long length;

    // How much of the end of a comment, an instruction or a section has been seen.
    private int seen;

    private enum Where
    {
        Content,
        Less,
        Bang,
        Tag,
        DocType,
        Instruction,
        Comment,
        Data,
    }

    /// <summary>Goes over the next characters.</summary>
    /// <returns>How many remain; what is left out closes up.</returns>
    public int Pass(Span<char> block)
    {
        var kept = 0;
        for (var at = 0; at < block.Length;)
        {
            var isData = where == Where.Data;
            var used = where switch
            {
                Where.Content or Where.Tag => PassContent(block[at..]),
                Where.Less => PassLess(block[at]),
                Where.Bang => PassBang(block[at]),
                Where.DocType => PassDocType(block[at..]),
                Where.Instruction => PassTo('?', 1, block[at..]),
                Where.Comment => PassTo('-', 2, block[at..]),
                _ => PassTo(']', 2, block[at..]),
            };
            kept += Keep(block.Slice(at, used), block[kept..], isData);
            at += used;
        }

        return kept;
    }

    // Up to the next comment, instruction or section. No tag holds a '<', so the last one tells whether we end inside a tag.
    private int PassContent(ReadOnlySpan<char> block)
    {
        var bang = block.IndexOf("<!");
        var part = bang < 0 ? block : block[..bang];
        var special = part.IndexOf("<?") is var instruction and >= 0 ? instruction : bang;
        part = special < 0 ? block : block[..special];
        var last = part.LastIndexOf('<');
        if (last >= 0)
        {
            (where, quote, length) = (Where.Tag, NoQuote, 0);
            if (last == block.Length - 1)
            {
                where = Where.Less;
                return block.Length;
            }
        }

        PassTag(part[(last + 1)..]);
        if (special < 0)
        {
            return block.Length;
        }

        where = Where.Less;
        return special + 1;
    }

    private void PassTag(ReadOnlySpan<char> part)
    {
        length += where == Where.Tag ? part.Length : 0;
        while (where == Where.Tag && !part.IsEmpty)
        {
            var mark = quote == NoQuote ? part.IndexOfAny('>', '"', '\'') : part.IndexOf(quote);
            if (mark < 0)
            {
                break;
            }

            where = quote == NoQuote && part[mark] == '>' ? Where.Content : Where.Tag;
            quote = quote == NoQuote ? part[mark] : NoQuote;
            part = part[(mark + 1)..];
        }

        RefuseLongTag();
    }

    private int PassLess(char next)
    {
        (where, quote, length, seen) = (Where.Tag, NoQuote, 0, 0);
        where = next switch
        {
            '!' => Where.Bang,
            '?' => Where.Instruction,
            _ => Where.Tag,
        };

        // The first character of a tag may already be its end.
        return next is '!' or '?' ? 1 : 0;
    }

    private int PassBang(char next)
    {
        where = next switch
        {
            '[' => Where.Data,
            '-' => Where.Comment,
            _ => Where.DocType,
        };

        // The second dash that opens a comment is none of those that end it.
        seen = next == '-' ? -1 : 0;
        return 1;
    }

    private int PassDocType(ReadOnlySpan<char> block)
    {
        var mark = quote == NoQuote ? block.IndexOfAny(['>', '"', '\'', '[']) : block.IndexOf(quote);
        length += mark < 0 ? block.Length : mark;
        RefuseLongTag();
        if (mark < 0)
        {
            return block.Length;
        }

        if (quote == NoQuote && block[mark] == '[')
        {
            throw new UnreadableReportException("The XML declares entities of its own, which no known report does");
        }

        where = quote == NoQuote && block[mark] == '>' ? Where.Content : Where.DocType;
        quote = quote == NoQuote ? block[mark] : NoQuote;
        return mark + 1;
    }

    // To the '>' behind so many of a character.
    private int PassTo(char character, int times, ReadOnlySpan<char> block)
    {
        for (var at = 0; at < block.Length; at++)
        {
            if (seen <= 0 && block[at] != character)
            {
                var next = block[at..].IndexOf(character);
                seen = 0;
                at = next < 0 ? block.Length : at + next;
                if (next < 0)
                {
                    return block.Length;
                }
            }

            if (block[at] == character)
            {
                seen = Math.Min(seen + 1, times);
            }
            else if (block[at] == '>' && seen == times)
            {
                where = Where.Content;
                return at + 1;
            }
            else
            {
                seen = 0;
            }
        }

        return block.Length;
    }

    // Moves what is kept to the front: of a section behind the limit only brackets, for the last two of them end it.
    private int Keep(ReadOnlySpan<char> part, Span<char> target, bool isData)
    {
        var room = isData ? (int)Math.Clamp(MostDataCharacters - length, 0, part.Length) : part.Length;
        part[..room].CopyTo(target);
        length += isData ? room : 0;
        var kept = room;
        for (var rest = part[room..]; !rest.IsEmpty; rest = rest[1..])
        {
            var skipped = rest.IndexOf(']');
            var isEnd = skipped < 0 && where == Where.Content;
            rest = isEnd ? ">" : skipped < 0 ? [] : rest[skipped..];
            if (rest.IsEmpty)
            {
                break;
            }

            target[kept++] = rest[0];
            length++;
        }

        return length <= MostDataCharacters * 2
            ? kept
            : throw new UnreadableReportException($"The XML has a CDATA section with more than {MostDataCharacters:N0} brackets");
    }

    private void RefuseLongTag()
    {
        if (length > MostTagCharacters)
        {
            throw new UnreadableReportException($"The XML has a tag of more than {MostTagCharacters:N0} characters");
        }
    }
}
