using Patchbay.Tickets;

namespace Patchbay.Tests.Tickets;

/// <summary>Text that tries what trackers can be made to do, small for reading and large for limits.</summary>
internal static class HostileText
{
    public const string Marker = "pb-000000000000";

    /// <summary>Mentions, references, markup of every dialect, and what ends or opens constructs.</summary>
    public const string Small =
        """
        Ask @admin, [~admin], @<8c8c7d32-6b1b-47f4-b2e9-30b477b5ab3d> or @[Fred Luddy] about #1, !2, GH-3, SEC-12 and ABC-1.
        <script>alert(1)</script> &lt;b&gt; <img src=x onerror=alert(2)> {code}{noformat}{{mono}} [code]<b>bold</b>[/code]
        h1. no heading
        bq. no quote
        *bold* _it_ -gone- +new+ ^up^ ~down~ ??cite?? !http://e.example/i.png! --- ---- \\ C:\temp\* :) ;) (!) (x) (*y)
        # no list
        | a | b | || c ||

        - item one with `a|b` and `{code}`
        - item two with ``` ticks and "quotes" 'too'

        See https://evil.example/a?b=[c]&d={e} or www.evil.example; C# costs $5 and $x$. [link|https://e.example] [x](javascript:alert(3))
        """
        + "\nHidden \u202Etxt.exe and a bell \u0007.";

    /// <summary>A ticket's text with the hostile text in every place, one section of it a megabyte long.</summary>
    public static TicketBody Megabyte()
    {
        var megabyte = string.Concat(Enumerable.Repeat(Small + "\n\n", (1_000_000 / Small.Length) + 1));
        return new TicketBody(
        [
            new TicketBlock.Prose("Short and whole."), new TicketBlock.Prose(megabyte),
            .. Rest(megabyte),
        ]);
    }

    /// <summary>A ticket's text with the hostile text once in every place.</summary>
    public static TicketBody Body() => new([new TicketBlock.Prose(Small), .. Rest(Small)]);

    /// <summary>A ticket's text that holds a megabyte of one piece in every place.</summary>
    public static TicketBody Repeated(string piece)
    {
        var megabyte = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        return new TicketBody([new TicketBlock.Prose("short and whole"), new TicketBlock.Prose(megabyte), .. Rest(megabyte)]);
    }

    private static TicketBlock[] Rest(string text) =>
    [
        new TicketBlock.Heading("Code"), new TicketBlock.Code(text, "csharp"), new TicketBlock.Code(text, "nonsense"),
        new TicketBlock.Heading(text.Length > 5_000 ? "Facts" : text),
        new TicketBlock.Facts([new("Severity", "High"), new("Name", text), new("Next", "whole")]),
        new TicketBlock.Heading("References"),
        new TicketBlock.Links(
        [
            new("CWE-89", "https://cwe.mitre.org/data/definitions/89.html"), new(text, "https://example.com/[a]{b}|c'd\"e"),
            new(null, "https://example.com/kept"), new("bad", "javascript:alert(1)"), new("bad", "https://user@example.com/"),
        ]),
        new TicketBlock.Mark(Marker),
    ];
}
