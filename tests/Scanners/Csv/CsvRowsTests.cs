using System.Globalization;
using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners;
using Patchbay.Scanners.Csv;

namespace Patchbay.Tests.Scanners.Csv;

/// <summary>CSV as reports have it: RFC 4180, what spreadsheets and exports add to it, and what strangers send.</summary>
public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b/1|2")]
    [InlineData("a,b\r\n\r\n1,2\r\n\r\n", "a|b/1|2")]
    [InlineData("\uFEFF\"a\",\"b\"\n1,2", "a|b/1|2")]
    [InlineData("\"one\r\ntwo, \"\"three\"\"\",b\n", "one two, \"three\"|b")]
    [InlineData("a,\"\",'-,-,N/A,  x  \n", "a|||||x")]
    [InlineData("a,b\"c,\"d\"e\nf,g,h\n", "a|b\"c|de/f|g|h")]
    [InlineData("a\0b,c\u0007\n", "ab|c")]
    [InlineData("Grüße,😀\n", "Grüße|😀")]
    [InlineData("", "")]
    public void Rows_are_read_as_they_are_meant(string body, string expected)
    {
        using var rows = Rows(body);
        var read = new List<string>();

        while (rows.Next())
        {
            read.Add(string.Join('|', Enumerable.Range(0, rows.Fields).Select(rows.Line)));
        }

        Assert.Equal(expected, string.Join('/', read));
    }

    [Fact]
    public void Columns_are_found_in_any_case_and_order_wherever_the_header_stands()
    {
        using var rows = Rows("Report of,\"2026\"\n \"x\"\nqid, Url ,QID\n7,https://a.example\n");

        Assert.True(rows.Next() && rows.Next() && rows.Next());
        rows.TakeHeader();
        Assert.True(rows.Next());

        Assert.Equal("7", rows.Line(rows.Column("QID")));
        Assert.Equal("https://a.example", rows.Line(rows.Column("Nothing", "URL")));
        Assert.Null(rows.Line(2));
        Assert.Equal(-1, rows.Column("Title"));
        Assert.Null(rows.Line(-1));
        Assert.Equal("line 4", rows.Where());
    }

    [Fact]
    public void A_row_knows_its_line_and_whether_its_quotes_are_odd()
    {
        using var rows = Rows("a,b\n\"1\n2\",x\n3,y\"\n4,z\n");
        var seen = new List<(string, bool)>();

        while (rows.Next())
        {
            seen.Add((rows.Where(), rows.IsOdd));
        }

        Assert.Equal([("line 1", false), ("line 2", false), ("line 4", true), ("line 5", false)], seen);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Asking_where_a_row_is_does_not_disturb_the_reading(string encoding)
    {
        var text = string.Concat(Enumerable.Range(1, 30_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n},\"x\ny\"\n")));
        using var body = new MemoryStream([.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text)]);
        using var rows = new CsvRows(body, CancellationToken.None);
        var seen = 0;

        while (rows.Next())
        {
            seen++;
            Assert.Equal(seen.ToString(CultureInfo.InvariantCulture), rows.Line(0));
            if (seen % 3_000 == 0)
            {
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"line {(seen * 2) - 1}"), rows.Where());
            }
        }

        Assert.Equal(30_000, seen);
    }

    [Theory]
    [InlineData("a,b\n1,\"two", "line 2")]
    [InlineData("a,b\n1,2\n3", "line 3")]
    [InlineData("a,b\n\"1\n\n1\",2\n\"3\"", "line 5")]
    public void A_body_that_ends_within_a_row_is_cut_off(string body, string line)
    {
        using var rows = Rows(body);
        Assert.True(rows.Next());
        rows.TakeHeader();

        var refusal = Assert.Throws<UnreadableReportException>(() => ReadAll(rows));

        Assert.Contains("cut off", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(line, refusal.At);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n")]
    [InlineData("a,b\n1,2\n3\r\n\r\n")]
    [InlineData("a,b\n1,2")]
    public void A_row_may_lack_fields_when_it_is_ended(string body)
    {
        using var rows = Rows(body);
        Assert.True(rows.Next());
        rows.TakeHeader();

        ReadAll(rows);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-8")]
    public void Every_encoding_with_a_mark_is_understood(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        using var body = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("é,\"ü\n\"\nx\n")]);
        using var rows = new CsvRows(body, CancellationToken.None);

        Assert.True(rows.Next());
        rows.TakeHeader();
        Assert.Equal(["é", "ü"], rows.Columns);
        ReadAll(rows);
    }

    [Fact]
    public void A_byte_that_is_no_utf8_costs_only_itself()
    {
        using var rows = new CsvRows(new MemoryStream(Encoding.Latin1.GetBytes("Problém,x\n")), CancellationToken.None);

        Assert.True(rows.Next());

        Assert.Equal("Probl\uFFFDm", rows.Line(0));
    }

    [Fact]
    public void A_text_keeps_its_lines_and_is_cut_to_what_is_kept()
    {
        var words = string.Concat(Enumerable.Repeat("Wörter ", 200_000));
        using var rows = Rows($"\"one\r\ntwo\",\"{words}\"\n");

        Assert.True(rows.Next());

        Assert.Equal("one\ntwo", rows.Text(0, 100));
        Assert.InRange(rows.Text(1, FindingLimits.TextCharacters)!.Length, FindingLimits.TextCharacters - 10, FindingLimits.TextCharacters);
        Assert.InRange(rows.Line(1)!.Length, FindingLimits.NameCharacters - 10, FindingLimits.NameCharacters);
    }

    [Theory]
    [InlineData("a,b\n1,\"", "x", "")]
    [InlineData("a,b\n1,", "x", "\n")]
    [InlineData("a,b\n", ",", "\n")]
    [InlineData("a,b\n", "\"\",", "\n")]
    [InlineData("a,b\n1,\"", "\"\"", "\"\n")]
    public void A_row_without_end_is_refused_before_it_fills_the_memory(string begin, string piece, string end)
    {
        using var body = HostileXml.Long(begin, piece, end, 60 << 20);
        using var rows = new CsvRows(body, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<UnreadableReportException>(() => ReadAll(rows));

        Assert.Contains("row of more than", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("line 2", refusal.At);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 << 20);
    }

    [Theory]
    [InlineData("the word")]
    [InlineData("to a")]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("- - -")]
    [InlineData("'-")]
    [InlineData("N/A")]
    [InlineData("n/a ")]
    [InlineData("N/A\u0007\u0007")]
    [InlineData("NN/A")]
    [InlineData(" \t ")]
    [InlineData("é")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005")]
    public void A_field_is_there_in_bytes_when_it_is_there_as_a_line(string field)
    {
        using var rows = Rows($"x,\"{field}\"\n");
        Assert.True(rows.Next());

        Assert.Equal(rows.Line(1) is null, rows.Bytes(1).IsEmpty);
    }

    [Fact]
    public void Many_rows_need_no_more_memory_than_few()
    {
        using var body = HostileXml.Long("a,b\n", "12345,\"some text, quoted\"\n", string.Empty, 40 << 20);
        using var rows = new CsvRows(body, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var count = 0;
        while (rows.Next())
        {
            count += rows.Line(1) is null ? 0 : 1;
        }

        Assert.InRange(count, 1_000_000, 3_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    private static CsvRows Rows(string body) => new(new MemoryStream(Encoding.UTF8.GetBytes(body)), CancellationToken.None);

    private static void ReadAll(CsvRows rows)
    {
        while (rows.Next())
        {
        }
    }
}
