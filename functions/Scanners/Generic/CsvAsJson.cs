using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Csv;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Zip;

namespace Patchbay.Scanners.Generic;

/// <summary>Generic CSV as the generic JSON that says the same, a row at a time, so that there is one meaning for both.</summary>
internal sealed class CsvAsJson : ReadOnlyStream
{
    private const int MostHeaderRow = 20;

    // A reading of a row alone costs more than the row.
    private const int EnoughBytes = 32 << 10;

    // Cells that hold several values, and what parts them. An address may hold a comma.
    private static readonly Dictionary<string, char[]> Lists = new()
    {
        ["cwe"] = [',', ';', '\n'],
        ["cwes"] = [',', ';', '\n'],
        ["cweid"] = [',', ';', '\n'],
        ["cve"] = [',', ';', '\n'],
        ["cves"] = [',', ';', '\n'],
        ["vulnerabilityid"] = [',', ';', '\n'],
        ["vulnerabilityids"] = [',', ';', '\n'],
        ["ids"] = [',', ';', '\n'],
        ["aliases"] = [',', ';', '\n'],
        ["references"] = ['\n'],
        ["endpoints"] = ['\n', ' '],
        ["urls"] = ['\n', ' '],
        ["url"] = ['\n', ' '],
        ["hosts"] = ['\n', ' ', ',', ';'],
    };

    private readonly CsvRows rows;
    private readonly ReportWarnings warnings;
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly Utf8JsonWriter writer;
    private readonly JsonMembers<GenericEntry> wanted;
    private readonly Column?[] columns;
    private int used;
    private bool isEnded;

    /// <summary>Begins behind the header.</summary>
    /// <param name="body">Seekable; is rewound and stays open.</param>
    /// <param name="wanted">The members that will be looked at; what others of ours a row has is left out.</param>
    /// <param name="warnings">Is told of rows that look wrong.</param>
    /// <exception cref="UnreadableReportException">There is no header. Also while reading: the CSV is cut off or has too large a row.</exception>
    public CsvAsJson(Stream body, char separator, JsonMembers<GenericEntry> wanted, ReportWarnings warnings, CancellationToken cancellationToken)
    {
        this.warnings = warnings;
        this.wanted = wanted;
        rows = new CsvRows(body, cancellationToken, separator);
        columns = Header();
        writer = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteStartArray("findings");
        writer.Flush();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (used == text.WrittenCount)
        {
            text.ResetWrittenCount();
            used = 0;
            while (text.WrittenCount < EnoughBytes && !isEnded)
            {
                WriteRow();
                writer.Flush();
            }
        }

        var count = Math.Min(buffer.Length, text.WrittenCount - used);
        text.WrittenSpan.Slice(used, count).CopyTo(buffer);
        used += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            writer.Dispose();
            rows.Dispose();
        }

        base.Dispose(disposing);
    }

    private Column?[] Header()
    {
        for (var row = 0; row < MostHeaderRow && rows.Next(); row++)
        {
            var header = Enumerable.Range(0, rows.Fields).Select(column => CsvHeader.NameOf(rows.Line(column))).ToArray();
            if (CsvHeader.IsHeader(header))
            {
                var given = Enumerable.Range(0, rows.Fields).Select(rows.Line).ToArray();
                rows.TakeHeader();

                // What we do not know keeps its name, for the warning.
                return [.. header.Zip(given, (name, asGiven) => name.Length == 0 ? null : ColumnOf(GenericEntry.Members.Knows(name) ? name : asGiven))];
            }
        }

        throw new UnreadableReportException("Generic CSV has a header with the columns 'title' and 'severity'; there is none in the first rows");
    }

    private Column? ColumnOf(string? name)
    {
        var isKnown = name is not null && GenericEntry.Members.Knows(name);
        return name is null || (isKnown && !wanted.Knows(name)) ? null : new Column(JsonEncodedText.Encode(name), Lists.GetValueOrDefault(name), isKnown);
    }

    private void WriteRow()
    {
        if (!rows.Next())
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
            isEnded = true;
            return;
        }

        if (rows.IsOdd)
        {
            warnings.Add("Rows have quotes where none may stand, so their fields may be mixed up", rows.Where);
        }

        // Spreadsheets leave rows of nothing but separators.
        var isBlank = true;
        for (var i = 0; i < Math.Min(columns.Length, rows.Fields); i++)
        {
            if (columns[i] is { } column && rows.Has(i))
            {
                if (isBlank)
                {
                    writer.WriteStartObject();
                }

                isBlank = false;
                Write(column, Unguarded(rows.Raw(i, FindingLimits.TextCharacters)));

                // Once is enough to be told of; a long name in every row would make the JSON far longer than the CSV.
                columns[i] = column.IsKnown ? column : null;
            }
        }

        if (!isBlank)
        {
            writer.WriteEndObject();
        }
    }

    private void Write(Column column, ReadOnlySpan<char> cell)
    {
        if (column.Separators is null)
        {
            writer.WriteString(column.Name, cell);
            return;
        }

        writer.WriteStartArray(column.Name);
        foreach (var part in cell.SplitAny(column.Separators))
        {
            if (cell[part].Trim() is { IsEmpty: false } value)
            {
                writer.WriteStringValue(value);
            }
        }

        writer.WriteEndArray();
    }

    // An apostrophe keeps spreadsheets from taking a text for a formula.
    private static ReadOnlySpan<char> Unguarded(ReadOnlySpan<char> cell) => cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;

    private sealed record Column(JsonEncodedText Name, char[]? Separators, bool IsKnown);
}
