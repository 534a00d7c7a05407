using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Tickets.Textile;

namespace Patchbay.Tests.Tickets;

public sealed class TextileRendererTests
{
    [Theory]
    [InlineData("ask @octocat or @org/team.", "ask &#64;octocat or &#64;org/team.")]
    [InlineData("see #12 and r34, commit:abc", "see <code>#12</code> and <code>r34</code>, <code>commit:abc</code>")]
    [InlineData("at https://e.example/x (www.evil.example)", "at <code>https://e.example/x</code> (<code>www.evil.example</code>)")]
    [InlineData("mail a.b@example.com", "mail a.b&#64;example.com")]
    [InlineData("<b>x</b> &lt; a && b", "p. <code><b>x</b></code> &amp;lt; a &amp;&amp; b")]
    [InlineData("</pre> <code> ==x==", "&lt;/pre&gt; &lt;code&gt; &#61;=x&#61;=")]
    [InlineData("*bold* _it_ -gone- +new+ ^up^ ~down~ %span% ??cite??", "&#42;bold* &#95;it_ &#45;gone- &#43;new+ &#94;up^ &#126;down~ &#37;span% &#63;?cite??")]
    [InlineData("!http://e.example/i.png!", "&#33;<code>http://e.example/i.png</code>&#33;")]
    [InlineData("user-provided snake_case C++ and C#", "user-provided <code>snake_case</code> C++ and C#")]
    [InlineData("h1. no heading", "&#104;1. no heading")]
    [InlineData("bq. no quote", "&#98;q. no quote")]
    [InlineData("# no list", "&#35; no list")]
    [InlineData("- item `a|b`\n- other\ntext", "* item <code>a|b</code>\n* other\n\ntext")]
    [InlineData("[[Page]] {{macro}} | a |", "p. <code>[[Page]]</code> <code>{{macro}}</code> &#124; a &#124;")]
    [InlineData("`@admin` `code`", "&#64;admin <code>code</code>")]
    [InlineData("`first` word", "p. <code>first</code> word")]
    [InlineData("HTML(title) note[1]", "HTML&#40;title) note&#91;1]")]
    public void Text_from_a_scanner_shows_as_it_is_and_does_nothing(string text, string expected)
    {
        var rendered = TextileRenderer.Render(new TicketBody([new TicketBlock.Prose(text)]), 5_000);

        Assert.Equal(expected, rendered);
    }

    [Theory]
    [InlineData("a\n</pre>@bob", "csharp", "<pre><code class=\"csharp\">\na\n<\u2060/pre>@bob\n</code></pre>")]
    [InlineData("x", "mermaid", "<pre>\nx\n</pre>")]
    public void Code_is_closed_by_nothing_but_its_end(string code, string language, string expected)
    {
        var rendered = TextileRenderer.Render(new TicketBody([new TicketBlock.Code(code, language)]), 5_000);

        Assert.Equal(expected, rendered);
    }

    [Fact]
    public void Hostile_text_in_every_place_reads_as_approved() =>
        Approved.Check("tickets/hostile.textile", TextileRenderer.Render(HostileText.Body(), 100_000) + "\n");

    [Fact]
    public void A_hostile_megabyte_is_cut_by_section_as_approved()
    {
        var rendered = TextileRenderer.Render(HostileText.Megabyte(), 8_000);

        Assert.InRange(rendered.Length, 4_000, 8_000);
        Approved.Check("tickets/megabyte.textile", rendered + "\n");
    }

    [Theory]
    [InlineData("word ")]
    [InlineData("x")]
    [InlineData("@a")]
    [InlineData("line\n")]
    [InlineData("`a` ")]
    [InlineData("|")]
    [InlineData("\U0001F600")]
    [InlineData("<b>\n\n")]
    [InlineData("- item\n")]
    [InlineData("</pre>")]
    public void A_megabyte_of_anything_fits_and_nothing_is_left_open(string piece)
    {
        var rendered = TextileRenderer.Render(HostileText.Repeated(piece), 32_767);

        Assert.InRange(rendered.Length, 300, 32_767);
        Assert.Contains("short and whole", rendered, StringComparison.Ordinal);
        Assert.Contains("https://example.com/kept", rendered, StringComparison.Ordinal);
        Assert.EndsWith($"<code>{HostileText.Marker}</code>. Please leave this line in place.", rendered, StringComparison.Ordinal);
        Assert.Equal(Count(rendered, "<pre>"), Count(rendered, "</pre>"));
        Assert.Equal(Count(rendered, "<code"), Count(rendered, "</code>"));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
