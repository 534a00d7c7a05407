using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Json;

/// <summary>
/// Walks a JSON text of any size, forwards, in bounded memory. Every reading of a value consumes it whole, whatever it is:
/// a value of an unexpected type reads as null, so that one odd member costs that member and not the report.
/// </summary>
/// <remarks>Pass by reference. Every member may throw <see cref="UnreadableReportException"/> when the text is broken or cut off.</remarks>
internal ref struct JsonCursor : IReportValue
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };
    private static readonly JsonReaderOptions SequenceOptions = new() { MaxDepth = 64, AllowMultipleValues = true };
    private readonly JsonWindow window;
    private readonly StringPool pool;
    private Utf8JsonReader reader;
    private long skippedLines;

    /// <summary>Begins before the first value.</summary>
    /// <param name="body">Seekable; is rewound and stays open.</param>
    /// <param name="isSequence">Whether several values may follow one another, in lines or with nothing between them.</param>
    public JsonCursor(Stream body, CancellationToken cancellationToken, bool isSequence = false)
    {
        window = new JsonWindow(body, cancellationToken);
        pool = new StringPool(static (value, isEscaped, maxCharacters) => JsonText.Decode(value, isEscaped, maxCharacters));
        reader = new Utf8JsonReader(window.Bytes, window.IsLast, new JsonReaderState(isSequence ? SequenceOptions : Options));
    }

    /// <summary>What the cursor stands on.</summary>
    public readonly JsonTokenType Token => reader.TokenType;

    /// <summary>How many strings were too long to be held and were cut.</summary>
    public readonly int CutStrings => window.CutStrings;

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool Read()
    {
        try
        {
            while (!reader.Read())
            {
                if (reader.IsFinalBlock)
                {
                    return false;
                }

                window.Slide((int)reader.BytesConsumed);
                reader = new Utf8JsonReader(window.Bytes, window.IsLast, reader.CurrentState);
            }

            return true;
        }
        catch (JsonException broken)
        {
            var line = (broken.LineNumber ?? 0) + skippedLines + 1;
            var what = broken.Message.Split(" LineNumber:")[0];
            throw new UnreadableReportException(
                $"The body is not whole, valid JSON: {what}",
                string.Create(CultureInfo.InvariantCulture, $"line {line}, byte {window.Offset + reader.BytesConsumed}"),
                broken);
        }
    }

    /// <summary>Goes to the next member of the object we are in.</summary>
    /// <returns>False at its end.</returns>
    public bool NextMember() => Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes to the next element of the array we are in.</summary>
    /// <returns>False at its end.</returns>
    public bool NextElement() => Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the member has this name.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name) => reader.ValueTextEquals(name);

    /// <summary>The member's name, cleaned.</summary>
    public readonly string Member() => pool.Get(reader.ValueSpan, reader.ValueIsEscaped, FindingLimits.NameCharacters);

    /// <summary>The member's name as it stands in the text; valid until the cursor moves.</summary>
    public readonly ReadOnlySpan<byte> RawMember() => reader.ValueSpan;

    /// <summary>Goes into an object; skips anything else.</summary>
    public bool EnterObject() => Enter(JsonTokenType.StartObject);

    /// <summary>Goes into an array; skips anything else.</summary>
    public bool EnterArray() => Enter(JsonTokenType.StartArray);

    /// <summary>Passes over the value, checking that it is valid.</summary>
    public void Skip()
    {
        ToValue();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = reader.CurrentDepth;
            while (Read() && reader.CurrentDepth > depth)
            {
            }
        }
    }

    /// <summary>Passes over the value by its brackets alone, several times faster; for values that another pass reads.</summary>
    public void SkipUnchecked()
    {
        ToValue();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var state = reader.CurrentState;
        var scan = new JsonScan();
        window.Drop((int)reader.BytesConsumed);
        int close;
        while ((close = scan.FindClose(window.Bytes)) < 0 && !window.IsLast)
        {
            skippedLines += window.Bytes.Count((byte)'\n');
            window.Slide(window.Bytes.Length);
        }

        close = close < 0 ? window.Bytes.Length : close;
        skippedLines += window.Bytes[..close].Count((byte)'\n');
        window.Drop(close);
        reader = new Utf8JsonReader(window.Bytes, window.IsLast, state);
        Read();
    }

    /// <inheritdoc/>
    public string? Name() => Enter(JsonTokenType.String) ? NullIfEmpty(Member()) : null;

    /// <inheritdoc/>
    public string? Id() => IsNext(JsonTokenType.String) ? Text(FindingLimits.NameCharacters) : Scalar();

    /// <inheritdoc/>
    public string? Text(int maxCharacters = FindingLimits.TextCharacters) =>
        Enter(JsonTokenType.String) ? NullIfEmpty(JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped, maxCharacters)) : null;

    /// <summary>A text of several lines that may not be wanted; holds nothing when it is none.</summary>
    public void Hold(HeldText target)
    {
        target.Clear();
        if (Enter(JsonTokenType.String))
        {
            target.Hold(reader.ValueSpan, reader.ValueIsEscaped);
        }
    }

    /// <inheritdoc/>
    public string? Code() =>
        Enter(JsonTokenType.String)
            ? NullIfEmpty(JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped, FindingLimits.SnippetCharacters, isCode: true))
            : null;

    /// <summary>Whether the value begins like this; it is still to be read.</summary>
    public bool IsNext(JsonTokenType type)
    {
        ToValue();
        return reader.TokenType == type;
    }

    /// <summary>Whether the value is an array that is not empty.</summary>
    public bool HasElements()
    {
        var any = false;
        if (EnterArray())
        {
            while (NextElement())
            {
                any = true;
                Skip();
            }
        }

        return any;
    }

    /// <inheritdoc/>
    public string? Scalar()
    {
        ToValue();
        return reader.TokenType switch
        {
            JsonTokenType.String => NullIfEmpty(Member()),
            JsonTokenType.Number => Encoding.ASCII.GetString(CutNumber(reader.ValueSpan)),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => Nothing<string>(),
        };
    }

    /// <inheritdoc/>
    public int? Int()
    {
        ToValue();
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt32(out var number) ? number : null,
            JsonTokenType.String => Utf8Parser.TryParse(reader.ValueSpan, out int number, out var used) && used == reader.ValueSpan.Length ? number : null,
            _ => Nothing<int?>(),
        };
    }

    /// <inheritdoc/>
    public void Texts(List<string> target, int most = FindingLimits.ListEntries)
    {
        ToValue();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Add(target, most, Scalar());
            return;
        }

        while (NextElement())
        {
            Add(target, most, Scalar());
        }
    }

    private static void Add(List<string> target, int most, string? text)
    {
        if (text is not null && target.Count < most)
        {
            target.Add(text);
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static ReadOnlySpan<byte> CutNumber(ReadOnlySpan<byte> digits) => digits.Length > 40 ? digits[..40] : digits;

    private bool Enter(JsonTokenType start)
    {
        ToValue();
        if (reader.TokenType == start)
        {
            return true;
        }

        Skip();
        return false;
    }

    private T? Nothing<T>()
    {
        Skip();
        return default;
    }

    // A member's value comes after its name; an element is its value.
    private void ToValue()
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            Read();
        }
    }
}
