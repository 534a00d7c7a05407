using System.Text.Json;
using Patchbay.Tickets.Adf;
using Patchbay.Tickets.Html;
using Patchbay.Tickets.Textile;
using Patchbay.Tickets.Wiki;

namespace Patchbay.Tests.Tickets;

/// <summary>What people wrote in a tracker's markup is readable without it, and what only looks like markup stays.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("<div>One<br>two</div><p>three</p>", "One\ntwo\nthree")]
    [InlineData("<ul><li>a</li><li>b</li></ul>", "- a\n- b")]
    [InlineData("1 &lt; 2 &amp;&amp; 3 &gt; 2&nbsp;!", "1 < 2 && 3 > 2 !")]
    [InlineData("a < b and c > d", "a < b and c > d")]
    [InlineData("See <a href=\"https://example.com/x\">the page</a>.", "See the page (https://example.com/x).")]
    [InlineData("<a href=\"https://example.com/x\">https://example.com/x</a>", "https://example.com/x")]
    [InlineData("<A data-vss-mention=\"version:2.0,8c8c\" href=\"#\">@Ann Other</A> please", "@Ann Other please")]
    [InlineData("before<script>alert(1)</script><style>p{}</style><!-- no -->after", "beforeafter")]
    [InlineData("before<script>alert(1)", "before")]
    [InlineData("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>")]
    public void Html_is_read(string html, string words) => Assert.Equal(words, HtmlWords.Of(html));

    [Theory]
    [InlineData("h2. A heading\n\n*bold*, _slanted_ and -gone-", "A heading\n\nbold, slanted and gone")]
    [InlineData("bq. quoted\r\nsaid", "quoted\nsaid")]
    [InlineData("\"the page\":https://example.com/a?b=c, there", "the page (https://example.com/a?b=c), there")]
    [InlineData("<pre><code class=\"ruby\">\nputs 1\n</code></pre>", "puts 1")]
    [InlineData("Run @make test@ first", "Run make test first")]
    [InlineData("!https://example.com/shot.png!", "https://example.com/shot.png")]
    [InlineData("2 * 3 * 4 - 5 - 6, a_b_c, x-y-z, ann@example.com @home", "2 * 3 * 4 - 5 - 6, a_b_c, x-y-z, ann@example.com @home")]
    [InlineData("a &lt; b &#64;ann", "a < b @ann")]
    [InlineData("* item\n* other\n** deeper", "* item\n* other\n** deeper")]
    public void Textile_is_read(string textile, string words) => Assert.Equal(words, TextileWords.Of(textile));

    [Theory]
    [InlineData("h2. A heading\n*bold*, _slanted_ and {{code}}", "A heading\nbold, slanted and code")]
    [InlineData("{code:java|title=x}int i;{code}{noformat}raw{noformat}", "int i;raw")]
    [InlineData("{quote}theirs{quote} {color:red}warm{color}", "theirs warm")]
    [InlineData("[the page|https://example.com/x] and [https://example.com/y]", "the page (https://example.com/x) and https://example.com/y")]
    [InlineData("[~ann] please, [~accountid:5b10ac] too", "@ann please, @5b10ac too")]
    [InlineData(@"\*not bold\* \[not a link\] one\\ two", "*not bold* [not a link] one\n two")]
    [InlineData("2 * 3 * 4 - 5 - 6, a_b_c, x-y-z, list[0]", "2 * 3 * 4 - 5 - 6, a_b_c, x-y-z, list[0]")]
    [InlineData("&#64;ann &amp; bob", "@ann & bob")]
    public void Wiki_markup_is_read(string wiki, string words) => Assert.Equal(words, WikiWords.Of(wiki));

    [Fact]
    public void People_emoji_and_cards_of_an_Atlassian_document_are_read()
    {
        using var document = JsonDocument.Parse(
            """
            {"type":"doc","version":1,"content":[
              {"type":"paragraph","content":[{"type":"mention","attrs":{"id":"5b10","text":"@Ann Other"}},{"type":"text","text":" look "},
                {"type":"emoji","attrs":{"shortName":":grin:","text":"😀"}}]},
              {"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"an item"}]}]}]},
              {"type":"codeBlock","attrs":{"language":"sh"},"content":[{"type":"text","text":"make"}]},
              {"type":"blockCard","attrs":{"url":"https://example.com/x"}}]}
            """);

        var words = AdfRenderer.PlainText(document.RootElement);

        Assert.Equal("@Ann Other look 😀\nan item\nmake\nhttps://example.com/x", words);
    }

    [Theory]
    [InlineData("<!--")]
    [InlineData("<a href=\"https://x")]
    [InlineData("&nbsp;")]
    [InlineData("{color:")]
    [InlineData("*a _b ")]
    [InlineData("[a|https://")]
    [InlineData("\"a\":http://")]
    [InlineData("!x")]
    public void Marks_without_end_are_read_in_no_time(string mark)
    {
        var text = string.Concat(Enumerable.Repeat(mark, 130_000 / mark.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        HtmlWords.Of(text);
        TextileWords.Of(text);
        WikiWords.Of(text);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
