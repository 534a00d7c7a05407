using System.Globalization;
using System.Text;
using CsvHelper;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Csv;

/// <summary>
/// Walks the rows of a CSV body of any size, forwards, holding one row. Quoted fields may hold line breaks, commas and doubled
/// quotes; a stray quote is text; empty lines are passed over. Of a long field only the beginning is ever made a text.
/// </summary>
public sealed class CsvRows : IDisposable
{
    /// <summary>Largest row, in bytes of UTF-8, beyond what one reading of the body brings. Known reports stay below 100 KiB.</summary>
    public const int MostRowBytes = 4 << 20;

    private const int MostAbsentCharacters = 3;

    // A UTF-16 unit takes at most three bytes, and the cleaning is given twice the characters asked for.
    private const int BytesPerCharacter = 6;

    private readonly CsvReader reader;
    private readonly Func<long, long> lineOf;
    private readonly CancellationToken cancellationToken;
    private readonly StringPool pool;
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool endsWithLineBreak;
    private int headerFields;
    private long rows;
    private bool isUnclosed;
    private char[] buffer = new char[4096];

    /// <summary>Begins before the first row.</summary>
    /// <param name="body">Seekable; is rewound and stays open.</param>
    /// <param name="separator">What stands between fields; ASCII.</param>
    public CsvRows(Stream body, CancellationToken cancellationToken, char separator = ',')
    {
        this.cancellationToken = cancellationToken;
        endsWithLineBreak = EndsWithLineBreak(body);
        reader = Open(body, separator, countsLines: false, Note);
        pool = new StringPool((value, _, maxCharacters) => CleanLine(value, maxCharacters));
        lineOf = row => LineOf(body, separator, row, cancellationToken);
    }

    /// <summary>How many fields the row has.</summary>
    public int Fields => reader.FieldCount;

    /// <summary>Whether quotes stand where none may, in the row we are on; its fields may then be mixed up.</summary>
    public bool IsOdd { get; private set; }

    /// <summary>Where the row begins, for a person.</summary>
    /// <remarks>Reads the body again up to there: counting lines all the while would slow down every report for the few that are odd.</remarks>
    public string Where() => At(rows);

    /// <summary>Goes to the next row.</summary>
    /// <returns>False behind the last.</returns>
    /// <exception cref="UnreadableReportException">The row is too large, or the body ends within a row.</exception>
    public bool Next()
    {
        cancellationToken.ThrowIfCancellationRequested();
        IsOdd = false;
        var fields = reader.FieldCount;
        var hasRow = Read();
        if (isUnclosed)
        {
            throw new UnreadableReportException("The CSV is cut off: a quoted field is never closed", At(rows + 1));
        }

        if (!hasRow && fields < headerFields && !endsWithLineBreak)
        {
            throw new UnreadableReportException("The CSV is cut off: its last row lacks fields and is not ended", At(rows));
        }

        rows += hasRow ? 1 : 0;
        return hasRow;
    }

    /// <summary>Takes the row we are on for the header. Of columns that share a name the first counts.</summary>
    public void TakeHeader()
    {
        columns.Clear();
        headerFields = Fields;
        for (var i = 0; i < Fields; i++)
        {
            if (Line(i) is { } name)
            {
                columns.TryAdd(name, i);
            }
        }
    }

    /// <summary>Names of the columns, as the header has them.</summary>
    public IReadOnlyCollection<string> Columns => columns.Keys;

    /// <summary>Number of the column with one of these names, in any case; -1 when there is none, and no row has such a field.</summary>
    public int Column(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (columns.TryGetValue(name, out var column))
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>
    /// A field as one clean line of at most <see cref="FindingLimits.NameCharacters"/>; null when the row has none, it is blank, or it
    /// stands for nothing: a dash, <c>'-</c>, <c>N/A</c>.
    /// </summary>
    public string? Line(int column)
    {
        var bytes = Field(column);
        return !bytes.IsEmpty && pool.Get(bytes, isEscaped: false, FindingLimits.NameCharacters) is { Length: > 0 } line && !IsAbsent(line) ? line : null;
    }

    /// <summary>A field as it stands, in UTF-8; empty when <see cref="Line"/> would be null. Valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        var bytes = Field(column);

        // What begins like no word for nothing, or has more visible characters than any, is none and need not be looked at as a whole.
        return bytes.IsEmpty || IsWord(bytes[0]) || IsLonger(bytes) || Line(column) is not null ? bytes : [];
    }

    private static bool IsWord(byte first) => first is >= (byte)'0' and <= (byte)'9' || ((first | 0x20) is >= (byte)'a' and <= (byte)'z' and not (byte)'n');

    // Than any word that stands for nothing, by what is visible of it.
    private static bool IsLonger(ReadOnlySpan<byte> text)
    {
        var left = MostAbsentCharacters + 1;
        for (var i = 0; i < text.Length && left > 0; i++)
        {
            left -= text[i] is > (byte)' ' and <= (byte)'~' ? 1 : 0;
        }

        return left == 0;
    }

    /// <summary>A field as clean text, its lines kept; null when <see cref="Line"/> would be.</summary>
    public string? Text(int column, int maxCharacters)
    {
        var raw = Raw(column, maxCharacters);
        return !raw.IsEmpty && CleanText.Of(raw, maxCharacters) is { Length: > 0 } found && !IsAbsent(found) ? found : null;
    }

    /// <summary>A field as it stands. Valid until the next call.</summary>
    /// <param name="maxCharacters">What is beyond twice that is not read: the cleaning drops some.</param>
    public ReadOnlySpan<char> Raw(int column, int maxCharacters) => Characters(Field(column), maxCharacters);

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private ReadOnlySpan<byte> Field(int column) => column < 0 || column >= Fields ? [] : reader.GetSpan(column);

    // Most names and numbers are plain; they need no second look.
    private string CleanLine(ReadOnlySpan<byte> value, int maxCharacters) =>
        value.Length <= maxCharacters && !value.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? Encoding.Latin1.GetString(value)
            : CleanText.Line(Characters(value, maxCharacters), maxCharacters);

    private ReadOnlySpan<char> Characters(ReadOnlySpan<byte> bytes, int maxCharacters)
    {
        bytes = bytes[..Math.Min(bytes.Length, maxCharacters * BytesPerCharacter)];
        if (buffer.Length < bytes.Length)
        {
            buffer = new char[Math.Max(buffer.Length * 2, bytes.Length)];
        }

        return buffer.AsSpan(0, Encoding.UTF8.GetChars(bytes, buffer));
    }

    private bool Read()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException broken)
        {
            throw new UnreadableReportException($"The CSV has a row of more than {MostRowBytes >> 20} MiB", At(rows + 1), broken);
        }
    }

    private void Note(CsvMalformedRecord odd)
    {
        IsOdd = true;
        isUnclosed |= odd.Reason == CsvMalformedReason.UnterminatedQuote;
    }

    private static CsvReader Open(Stream body, char separator, bool countsLines, Action<CsvMalformedRecord> onOdd)
    {
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            MaxRecordSize = MostRowBytes,
            TrackLineNumbers = countsLines,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = onOdd,
        };
        return CsvReader.Create(TextEncoding.AsUtf8(body), options, leaveOpen: true);
    }

    private static bool IsAbsent(string text) => text.Length <= MostAbsentCharacters && (text is "-" or "'-" || text.Equals("N/A", StringComparison.OrdinalIgnoreCase));

    // Only the little-endian encodings of more than a byte have zeros behind it.
    private static bool EndsWithLineBreak(Stream body)
    {
        Span<byte> tail = stackalloc byte[4];
        body.Position = Math.Max(0, body.Length - tail.Length);
        var read = body.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
        return tail[..read].TrimEnd((byte)0) is [.., (byte)'\r' or (byte)'\n'];
    }

    private string At(long row) => string.Create(CultureInfo.InvariantCulture, $"line {lineOf(row)}");

    // Row and line both from 1.
    private static long LineOf(Stream body, char separator, long row, CancellationToken cancellationToken)
    {
        var position = body.Position;
        var line = 0L;
        var unclosed = 0L;
        try
        {
            using var counting = Open(body, separator, countsLines: true, odd => unclosed = odd.Reason == CsvMalformedReason.UnterminatedQuote ? odd.LineNumber : unclosed);
            for (var n = 0L; n < row && counting.Read(); n++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                line = counting.LineNumber;
            }
        }
        catch (CsvFormatException tooLarge)
        {
            line = tooLarge.LineNumber;
        }
        finally
        {
            body.Position = position;
        }

        return Math.Max(1, unclosed > 0 ? unclosed : line);
    }
}
