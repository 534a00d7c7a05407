using System.Text;

namespace Patchbay.Tickets;

/// <summary>A text that never grows past its limit: whatever does not fit is refused whole, and so is all that follows.</summary>
internal sealed class BoundedText(int limit)
{
    private readonly StringBuilder text = new();

    /// <summary>Something did not fit.</summary>
    public bool IsCut { get; private set; }

    /// <summary>UTF-16 units that still fit; 0 once something did not.</summary>
    public int Room => IsCut ? 0 : Math.Max(0, limit - text.Length);

    /// <summary>UTF-16 units so far.</summary>
    public int Length => text.Length;

    /// <summary>Whether the text so far ends in this character.</summary>
    public bool EndsWith(char c) => text.Length > 0 && text[^1] == c;

    /// <summary>Adds a piece that must not be cut.</summary>
    public void Add(string piece)
    {
        if (piece.Length > Room)
        {
            IsCut = true;
            return;
        }

        text.Append(piece);
    }

    /// <summary>Adds what fits of <paramref name="content"/> between two marks that belong together.</summary>
    /// <param name="close">Never left out once <paramref name="open"/> is there.</param>
    public void AddBetween(string open, string content, string close)
    {
        var room = Room - open.Length - close.Length;
        if (content.Length <= room)
        {
            text.Append(open).Append(content).Append(close);
            return;
        }

        // An ellipsis alone would tell nothing.
        if (room > 8)
        {
            text.Append(open).Append(Head(content, room - 1)).Append('…').Append(close);
        }

        IsCut = true;
    }

    /// <summary>Adds what fits of a construct's inside between its two ends; nothing at all when nothing of it fits.</summary>
    /// <param name="close">Never left out once <paramref name="open"/> is there.</param>
    public void Enclose(string open, Action<BoundedText> fill, string close)
    {
        var inside = new BoundedText(Math.Max(0, Room - open.Length - close.Length));
        fill(inside);
        if (inside.Length > 0)
        {
            text.Append(open).Append(inside.text).Append(close);
        }

        IsCut |= inside.IsCut;
    }

    /// <summary>Nothing more fits.</summary>
    public void Cut() => IsCut = true;

    /// <summary>The first characters of a text, never half a surrogate pair.</summary>
    public static string Head(string content, int characters) =>
        content.Length <= characters ? content
        : characters > 0 && char.IsHighSurrogate(content[characters - 1]) ? content[..(characters - 1)]
        : content[..characters];

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
