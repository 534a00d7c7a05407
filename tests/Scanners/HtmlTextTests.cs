using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Tests.Scanners;

/// <summary>What becomes of the HTML in scanners' texts.</summary>
public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("plain text, even a < b && c > d", "plain text, even a < b && c > d")]
    [InlineData("<P>One.<P>Two.<BR>Three.", "One.\n\nTwo.\nThree.")]
    [InlineData("Steps:<ul><li>first</li><li>second</ul>End", "Steps:\n\n- first\n\n- second\n\nEnd")]
    [InlineData("a &lt;b&gt; &amp;amp; &quot;c&quot;&nbsp;d", "a <b> &amp; \"c\" d")]
    [InlineData("see <A HREF=\"https://example.com/x?a=1&amp;b=2\" TARGET=\"_blank\">the notes</A>.", "see the notes (https://example.com/x?a=1&b=2).")]
    [InlineData("see <a href=https://example.com/x>https://example.com/x</a>", "see https://example.com/x")]
    [InlineData("<a href='javascript:alert(1)'>click</a>", "click")]
    [InlineData("a<script>alert('<b>')</script>b<style>p{}</style>c", "abc")]
    [InlineData("a<script>never closed", "a")]
    [InlineData("a<!-- hidden <b> -->b", "ab")]
    [InlineData("<td>a</td><td>b</td>", "a\tb")]
    [InlineData("<pre>\n  x = 1\n    y = 2\n</pre>", "x = 1\n    y = 2")]
    [InlineData("if (x<y) { <b>bold</b> }", "if (x<y) { bold }")]
    [InlineData("cut off in a <a href=\"https://exam", "cut off in a <a href=\"https://exam")]
    [InlineData("a\n\n\n<p>\n\n<p>b", "a\n\nb")]
    public void Markup_goes_and_what_it_says_stays(string html, string expected)
    {
        var text = HtmlText.Of(html, 1_000);

        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("<P><BR>")]
    [InlineData("<script>x</script>")]
    public void Nothing_but_markup_is_nothing(string html)
    {
        Assert.Null(HtmlText.Of(html, 1_000));
    }

    [Fact]
    public void Links_are_gathered_once_each_and_only_those_to_the_web()
    {
        var links = new List<string>();

        HtmlText.Of("<a href='https://a.example/'>1</a><a href='ftp://b.example/'>2</a><a href='https://a.example/'>3</a>", 1_000, links);

        Assert.Equal(["https://a.example/"], links);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData("<a href=\"")]
    [InlineData("&")]
    [InlineData("<!--")]
    [InlineData("<script>")]
    [InlineData("<a href=https://a.example/x>")]
    [InlineData("]]>")]
    public void The_same_piece_again_and_again_is_cut_and_takes_no_longer_than_it_should(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, 2 * FindingLimits.TextCharacters / piece.Length));

        var text = HtmlText.Of(html, FindingLimits.TextCharacters);

        Assert.InRange(text?.Length ?? 0, 0, FindingLimits.TextCharacters);
    }
}
