using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets;

/// <summary>Reads <see cref="TicketBlock.Prose"/> for dialects that must know where a paragraph or a list ends.</summary>
internal static partial class ProseLines
{
    /// <summary>Paragraphs and lists in their order; a list's lines come without their mark.</summary>
    public static IEnumerable<Group> Of(string text)
    {
        var lines = new List<string>();
        var isList = false;
        foreach (var line in ScannerText.Printable(text).Split('\n'))
        {
            var item = ListMark().Match(line);
            if (lines.Count > 0 && (item.Success != isList || string.IsNullOrWhiteSpace(line)))
            {
                yield return new Group(isList, [.. lines]);
                lines.Clear();
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                isList = item.Success;
                lines.Add(line[item.Length..].Trim());
            }
        }

        if (lines.Count > 0)
        {
            yield return new Group(isList, [.. lines]);
        }
    }

    /// <summary>The line parted into plain text and what stood between pairs of backticks. A backtick without a partner is plain.</summary>
    public static IEnumerable<Piece> Pieces(string line)
    {
        var parts = line.Split('`');
        var plain = new StringBuilder(parts[0]);
        for (var i = 1; i < parts.Length; i += 2)
        {
            var isLast = i == parts.Length - 1;
            if (isLast || string.IsNullOrWhiteSpace(parts[i]))
            {
                plain.Append('`').Append(parts[i]).Append(isLast ? "" : "`" + parts[i + 1]);
                continue;
            }

            if (plain.Length > 0)
            {
                yield return new Piece(plain.ToString(), IsCode: false);
            }

            yield return new Piece(parts[i].Trim(), IsCode: true);
            plain.Clear().Append(parts[i + 1]);
        }

        if (plain.Length > 0)
        {
            yield return new Piece(plain.ToString(), IsCode: false);
        }
    }

    /// <summary>Lines that belong together.</summary>
    public sealed record Group(bool IsList, IReadOnlyList<string> Lines);

    /// <summary>A part of a line.</summary>
    public sealed record Piece(string Text, bool IsCode);

    [GeneratedRegex(@"^\s*- ")]
    private static partial Regex ListMark();
}
