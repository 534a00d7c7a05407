using System.Buffers;
using Patchbay.Scanners.Csv;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>Walks the entries of a generic CSV: a row is one, with its cells as members.</summary>
internal sealed class GenericRows : IDisposable
{
    private const int MostHeaderRow = 20;

    private static readonly GenericMembers<GenericCell> Known = new(ReadEndpoints);

    // Cells that hold several values, and what parts them. An address may hold a comma.
    private static readonly Dictionary<string, SearchValues<byte>> Lists = new (string Names, SearchValues<byte> Separators)[]
    {
        ("cwe cwes cweid cve cves vulnerabilityid vulnerabilityids ids aliases", SearchValues.Create(",;\n"u8)),
        ("references", SearchValues.Create("\n"u8)),
        ("endpoints urls url", SearchValues.Create("\n "u8)),
        ("hosts", SearchValues.Create("\n ,;"u8)),
    }.SelectMany(list => list.Names.Split(' ').Select(name => (name, list.Separators))).ToDictionary();

    private readonly CsvRows rows;
    private readonly ReportWarnings warnings;
    private readonly StringPool pool = new(static (value, isEscaped, maxCharacters) => JsonText.Decode(value, isEscaped, maxCharacters));
    private readonly GenericEntry entry = new();
    private readonly Column?[] columns;

    /// <summary>Begins behind the header.</summary>
    /// <param name="body">Seekable; is rewound and stays open.</param>
    /// <param name="warnings">Is told of rows that look wrong.</param>
    /// <exception cref="UnreadableReportException">There is no header. Also while reading: the CSV is cut off or has too large a row.</exception>
    public GenericRows(Stream body, char separator, ReportWarnings warnings, CancellationToken cancellationToken)
    {
        this.warnings = warnings;
        rows = new CsvRows(body, cancellationToken, separator);
        columns = Header();
    }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>The entry, valid until the next call; null behind the last.</returns>
    public GenericEntry? Next()
    {
        while (rows.Next())
        {
            if (rows.IsOdd)
            {
                warnings.AddAt("Rows have quotes where none may stand, so their fields may be mixed up", rows.Where);
            }

            // Spreadsheets leave rows of nothing but separators.
            if (ReadRow())
            {
                return entry;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private static void ReadEndpoints(ref GenericCell cell, GenericEntry entry)
    {
        var texts = new List<string>();
        cell.Texts(texts);
        texts.ForEach(entry.AddEndpoint);
    }

    // An apostrophe keeps spreadsheets from taking a text for a formula.
    private static ReadOnlySpan<byte> Unguarded(ReadOnlySpan<byte> cell) =>
        cell is [(byte)'\'', (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@', ..] ? cell[1..] : cell;

    private Column?[] Header()
    {
        for (var row = 0; row < MostHeaderRow && rows.Next(); row++)
        {
            var header = Enumerable.Range(0, rows.Fields).Select(column => CsvHeader.NameOf(rows.Line(column))).ToArray();
            if (CsvHeader.IsHeader(header))
            {
                var given = Enumerable.Range(0, rows.Fields).Select(rows.Line).ToArray();
                rows.TakeHeader();
                return [.. header.Zip(given, ColumnOf)];
            }
        }

        throw new UnreadableReportException("Generic CSV has a header with the columns 'title' and 'severity'; there is none in the first rows");
    }

    private static Column? ColumnOf(string name, string? asGiven) =>
        name.Length == 0 || asGiven is null ? null
        : Known.All.TryGetValue(name, out var read) ? new Column(read, Lists.GetValueOrDefault(name), IsKnown: true)

        // What we do not know keeps its name, for the warning.
        : new Column((ref _, entry) => entry.AddUnknown(asGiven), null, IsKnown: false);

    private bool ReadRow()
    {
        entry.Clear();
        var isBlank = true;
        var cells = Math.Min(columns.Length, rows.Fields);
        for (var i = 0; i < cells; i++)
        {
            if (columns[i] is not { } column || rows.Bytes(i) is not { IsEmpty: false } bytes)
            {
                continue;
            }

            isBlank = false;
            var cell = new GenericCell(Unguarded(bytes), column.Separators, pool);
            column.Read(ref cell, entry);
            if (!column.IsKnown)
            {
                // Once is enough to be told of what means nothing to us.
                columns[i] = null;
            }
        }

        return !isBlank;
    }

    private sealed record Column(ReadMember<GenericCell, GenericEntry> Read, SearchValues<byte>? Separators, bool IsKnown);
}
