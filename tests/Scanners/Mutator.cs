using System.Text;
using System.Text.Json;

namespace Patchbay.Tests.Scanners;

/// <summary>Damages a report in one to four ways; the same number always gives the same damage.</summary>
/// <param name="others">Reports of which pieces are spliced in.</param>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> others)
{
    private const int MostBytes = 12 << 20;

    private static readonly string[] OddValues =
    [
        "null", "true", "-1", "1e999", "-0.0", "99999999999999999999", "\"\"", "\"None\"", "\"\\u0000\\ud800\"", "\"N/A\"", "[]", "{}",
        "[[[[]]]]", "[null, 1, \"x\", {}]", "{ \"a\": [ { \"b\": 1 } ] }", "\"2030-13-45T99:99:99Z\"", "\"CVSS:3.1/AV:/\"", "\"urn:cdx:%%#%\"",
    ];

    private static readonly string[] OddBytes = ["\0", "\uFFFE", "\u2028", "]]>", "<![CDATA[", "<!--", "<!DOCTYPE a [", "&x;", "&#0;", "\\u0000", "\\ud83d", "\"", "\\", "\r", ","];

    private readonly Random random = new(seed);

    /// <summary>What was done, in order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Makes a damaged copy.</summary>
    public byte[] Damage(byte[] body)
    {
        // Half of the reports stay well-formed, for what comes behind the parser.
        Func<byte[], byte[]>[] ways = random.Next(2) == 0
            ? [DoubleMember, ReplaceValue, ReplaceNumber, Lengthen, Nest]
            : [Truncate, FlipBits, Splice, Repeat, CutOut, Swap, Nest, Lengthen, DoubleMember, ReplaceValue, ReplaceNumber, InsertOdd, Recode];
        for (var left = random.Next(1, 5); left > 0 && body.Length is > 0 and < MostBytes; left--)
        {
            var way = ways[random.Next(ways.Length)];
            Done.Add(way.Method.Name);
            body = way(body);
        }

        return body;
    }

    private byte[] Truncate(byte[] body) => body[..random.Next(body.Length)];

    private byte[] FlipBits(byte[] body)
    {
        var damaged = (byte[])body.Clone();
        for (var left = random.Next(1, 17); left > 0; left--)
        {
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        }

        return damaged;
    }

    private byte[] Splice(byte[] body)
    {
        var other = others[random.Next(others.Count)];
        var (at, end) = Piece(body);
        var (otherAt, otherEnd) = Piece(other);
        return random.Next(2) == 0 ? [.. body[..at], .. other[otherAt..otherEnd], .. body[at..]] : [.. body[..at], .. other[otherAt..otherEnd], .. body[end..]];
    }

    private byte[] Repeat(byte[] body)
    {
        var (at, end) = Piece(body);
        return Insert(body, end, Times(body.AsSpan(at, end - at), random.Next(1, 40)));
    }

    private byte[] CutOut(byte[] body)
    {
        var (at, end) = Piece(body);
        return [.. body[..at], .. body[end..]];
    }

    private byte[] Swap(byte[] body)
    {
        var (at, end) = Piece(body);
        var to = random.Next(end, body.Length + 1);
        return [.. body[..at], .. body[end..to], .. body[at..end], .. body[to..]];
    }

    private byte[] Nest(byte[] body)
    {
        var depth = 1 << random.Next(3, random.Next(2) == 0 ? 6 : 18);
        var isClosed = random.Next(4) > 0;
        if (IsMarkup(body))
        {
            return Insert(body, After(body, (byte)'>'), [.. Times("<a>"u8, depth), (byte)'x', .. Times("</a>"u8, isClosed ? depth : 0)]);
        }

        var isArray = random.Next(2) == 0;
        return WithValue(body, [.. Times(isArray ? "["u8 : "{\"a\":"u8, depth), (byte)'1', .. Times(isArray ? "]"u8 : "}"u8, isClosed ? depth : 0)]);
    }

    private byte[] Lengthen(byte[] body)
    {
        string[] pieces = ["x", " ", "\\\"", "\\u00e9", "😀", "[]{}", "a,b\n", "<br>", "&amp;", "<", "CVE-2030-1 ", "CWE-79 ", "9", "/..", "%41", "http://a/"];
        var piece = Bytes(pieces[random.Next(pieces.Length)]);

        // Long texts are held against the limits; many rows are many findings, which take their time.
        var most = piece.AsSpan().Contains((byte)'\n') ? 17 : 23;
        var text = Times(piece, (1 << random.Next(4, random.Next(2) == 0 ? 13 : most)) / piece.Length);
        return IsMarkup(body) ? Insert(body, After(body, random.Next(2) == 0 ? (byte)'>' : (byte)'"'), text) : WithValue(body, [(byte)'"', .. text, (byte)'"']);
    }

    private byte[] DoubleMember(byte[] body)
    {
        var (at, end) = IsMarkup(body) ? Element(body) : Member(body);
        return Insert(body, at, Times([.. body[at..end], .. Bytes(IsMarkup(body) ? "" : ",")], random.Next(1, 4)));
    }

    private byte[] ReplaceValue(byte[] body)
    {
        var odd = Bytes(OddValues[random.Next(OddValues.Length)]);
        if (IsMarkup(body))
        {
            var text = After(body, (byte)'>');
            var less = body.AsSpan(text).IndexOf((byte)'<');
            return less < 0 ? body : [.. body[..text], .. odd, .. body[(text + less)..]];
        }

        return WithValue(body, odd);
    }

    private byte[] ReplaceNumber(byte[] body)
    {
        string[] numbers = ["0", "-1", "1.5", "1e400", "2147483648", "9223372036854775808", "99999999999999999999999999", "N/A", "00", "0x7F"];
        var from = random.Next(body.Length);
        var at = body.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (at < 0)
        {
            return body;
        }

        at += from;
        var length = body.AsSpan(at).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return [.. body[..at], .. Bytes(numbers[random.Next(numbers.Length)]), .. body[(length < 0 ? body.Length : at + length)..]];
    }

    private byte[] WithValue(byte[] body, byte[] value)
    {
        var (at, end) = Member(body);
        var colon = body.AsSpan(at, end - at).IndexOf("\":"u8);
        return colon < 0 ? Insert(body, at, value) : [.. body[..(at + colon + 2)], .. value, .. body[end..]];
    }

    private byte[] InsertOdd(byte[] body) => Insert(body, random.Next(body.Length + 1), Bytes(OddBytes[random.Next(OddBytes.Length)]));

    private byte[] Recode(byte[] body)
    {
        Encoding[] encodings = [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1];
        var encoding = encodings[random.Next(encodings.Length)];
        var mark = random.Next(2) == 0 ? encoding.GetPreamble() : [];
        return [.. mark, .. Encoding.Convert(Encoding.UTF8, encoding, body)];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Times(ReadOnlySpan<byte> piece, int times)
    {
        times = Math.Min(times, MostBytes / Math.Max(1, piece.Length));
        var all = new byte[piece.Length * times];
        for (var i = 0; i < times; i++)
        {
            piece.CopyTo(all.AsSpan(i * piece.Length));
        }

        return all;
    }

    private static byte[] Insert(byte[] body, int at, byte[] piece) => [.. body.AsSpan(0, at), .. piece, .. body.AsSpan(at)];

    private static bool IsMarkup(byte[] body) => body.AsSpan().TrimStart("\uFEFF \r\n\t"u8) is [(byte)'<', ..];

    private (int At, int End) Piece(byte[] body)
    {
        var at = random.Next(body.Length + 1);
        return (at, Math.Min(body.Length, at + random.Next(1, 1 << random.Next(1, 14))));
    }

    private int After(byte[] body, byte mark)
    {
        var from = random.Next(body.Length);
        var found = body.AsSpan(from).IndexOf(mark);
        return found < 0 ? from : from + found + 1;
    }

    // A JSON member with its value, or whatever looks like one.
    private (int At, int End) Member(byte[] body)
    {
        var from = random.Next(body.Length);
        var colon = body.AsSpan(from).IndexOf("\":"u8);
        var at = colon < 0 ? -1 : body.AsSpan(0, from + colon).LastIndexOf((byte)'"');
        if (at < 0)
        {
            return Piece(body);
        }

        var value = from + colon + 2;
        var reader = new Utf8JsonReader(body.AsSpan(value));
        try
        {
            reader.Read();
            reader.Skip();
            return (at, value + (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            return (at, value);
        }
    }

    // An element with what is in it, or whatever looks like one.
    private (int At, int End) Element(byte[] body)
    {
        var from = random.Next(body.Length);
        var less = body.AsSpan(from).IndexOf((byte)'<');
        var at = from + Math.Max(less, 0);
        var length = body.AsSpan(at + 1).IndexOfAny(" >/\n"u8);
        if (less < 0 || length <= 0)
        {
            return Piece(body);
        }

        var close = body.AsSpan(at).IndexOf([.. "</"u8, .. body.AsSpan(at + 1, length), (byte)'>']);
        return close < 0 ? Piece(body) : (at, at + close + length + 3);
    }
}
