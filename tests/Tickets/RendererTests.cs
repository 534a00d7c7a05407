using System.Text.Json;
using System.Xml.Linq;
using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Tickets.Adf;
using Patchbay.Tickets.Html;
using Patchbay.Tickets.Plain;
using Patchbay.Tickets.Wiki;

namespace Patchbay.Tests.Tickets;

/// <summary>What every dialect beside Markdown makes of hostile text and of too much of it.</summary>
public sealed class RendererTests
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Func<TicketBody, int, string>> Dialects = new()
    {
        ["adf"] = (body, limit) => AdfRenderer.Render(body, limit).GetRawText(),
        ["wiki"] = WikiRenderer.Render,
        ["html"] = HtmlRenderer.Render,
        ["txt"] = PlainRenderer.Render,
    };

    public static TheoryData<string, string> HugeTexts()
    {
        var data = new TheoryData<string, string>();
        string[] pieces = ["word ", "x", "@a", "line\n", "`", "`a` ", "` ", "|", "\"", "&", "\U0001F600", "\uD83D", "<b>\n\n", "- item\n", "\u0007", "{"];
        foreach (var dialect in Dialects.Keys)
        {
            foreach (var piece in pieces)
            {
                data.Add(dialect, piece);
            }
        }

        return data;
    }

    [Theory]
    [InlineData("adf")]
    [InlineData("wiki")]
    [InlineData("html")]
    [InlineData("txt")]
    public void Hostile_text_in_every_place_reads_as_approved(string dialect)
    {
        var rendered = Dialects[dialect](HostileText.Body(), 100_000);

        Approved.Check($"tickets/hostile.{dialect}", Show(dialect, rendered));
    }

    [Theory]
    [InlineData("adf")]
    [InlineData("wiki")]
    [InlineData("html")]
    [InlineData("txt")]
    public void A_hostile_megabyte_is_cut_by_section_as_approved(string dialect)
    {
        var rendered = Dialects[dialect](HostileText.Megabyte(), 8_000);

        Assert.InRange(rendered.Length, 4_000, 8_000);
        Approved.Check($"tickets/megabyte.{dialect}", Show(dialect, rendered));
    }

    [Theory]
    [MemberData(nameof(HugeTexts))]
    public void A_megabyte_of_anything_fits_and_nothing_is_left_open(string dialect, string piece)
    {
        foreach (var limit in (int[])[4_000, 32_767])
        {
            var rendered = Dialects[dialect](HostileText.Repeated(piece), limit);

            Assert.InRange(rendered.Length, 300, limit);
            Assert.True(TicketMarker.IsIn(rendered, HostileText.Marker));
            Assert.Contains("short and whole", rendered, StringComparison.Ordinal);
            Assert.Contains("https://example.com/kept", rendered, StringComparison.Ordinal);
            CheckWhole(dialect, rendered);
        }
    }

    [Fact]
    public void An_atlassian_document_gives_back_its_text()
    {
        var document = AdfRenderer.Render(
            new TicketBody([new TicketBlock.Prose("One `two`\nthree \"four\""), new TicketBlock.Mark("pb-000000000000")]), 5_000);

        var text = AdfRenderer.PlainText(document);

        Assert.Equal($"One two\nthree \"four\"\nPatchbay keeps this ticket in step as pb-000000000000. Please leave this line in place.", text);
    }

    [Theory]
    [InlineData("{code}a{noformat}", "csharp", "{code:c#}\n{ code}a{ noformat}\n{code}")]
    [InlineData("x", "terraform", "{noformat}\nx\n{noformat}")]
    [InlineData("x", null, "{noformat}\nx\n{noformat}")]
    public void Wiki_code_names_only_languages_that_Jira_knows_and_holds_no_end_mark(string code, string? language, string expected)
    {
        var rendered = WikiRenderer.Render(new TicketBody([new TicketBlock.Code(code, language)]), 5_000);

        Assert.Equal(expected, rendered);
    }

    [Theory]
    [InlineData("see SEC-12 or a-b", "see SEC\\-12 or a-b")]
    [InlineData("[~admin] {code} *b*", "\\[\\~admin\\] \\{code\\} \\*b\\*")]
    [InlineData("h2. heading", "h2&#46; heading")]
    [InlineData("https://e.example", "https&#58;//e.example")]
    [InlineData("C:\\temp &amp;", "C:&#92;temp &amp;amp;")]
    [InlineData("snake_case `x|y`", "snake\\_case {{x\\|y}}")]
    [InlineData("ok :) (!) (not)", "ok &#58;) &#40;\\!) (not)")]
    public void Wiki_text_shows_as_it_is_and_does_nothing(string text, string expected)
    {
        var rendered = WikiRenderer.Render(new TicketBody([new TicketBlock.Prose(text)]), 5_000);

        Assert.Equal(expected, rendered);
    }

    [Theory]
    [InlineData("short", 255, "short")]
    [InlineData("two\r\nlines", 255, "two lines")]
    [InlineData("abcdefghij", 6, "abcde…")]
    [InlineData("abcd\U0001F600\U0001F600", 6, "abcd…")]
    public void A_plain_title_is_one_line_within_the_limit(string title, int limit, string expected) =>
        Assert.Equal(expected, PlainTitle.Of(title, limit));

    private static string Show(string dialect, string rendered) =>
        (dialect == "adf" ? JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(rendered), Readable) : rendered) + "\n";

    private static void CheckWhole(string dialect, string rendered)
    {
        switch (dialect)
        {
            case "adf":
                AdfSchema.Check(JsonSerializer.Deserialize<JsonElement>(rendered));
                break;
            case "html":
                var elements = XElement.Parse($"<x>{rendered.Replace("\uFFFE", "", StringComparison.Ordinal)}</x>").Descendants().ToList();
                string[] allowed = ["p", "br", "h3", "pre", "code", "table", "tr", "th", "td", "ul", "li", "a", "em"];
                Assert.All(elements, e => Assert.Contains(e.Name.LocalName, allowed));
                Assert.All(elements.Attributes(), a => Assert.StartsWith("https://", a.Value, StringComparison.Ordinal));
                break;
            case "wiki":
                Assert.Equal(0, rendered.Split('\n').Count(l => l.StartsWith("{noformat", StringComparison.Ordinal)) % 2);
                Assert.Equal(0, rendered.Split('\n').Count(l => l.StartsWith("{code", StringComparison.Ordinal)) % 2);
                break;
        }
    }
}
