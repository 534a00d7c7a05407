using System.Buffers;
using System.Globalization;
using System.Text;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Json;

/// <summary>
/// Makes clean strings of JSON string values. The framework's own reading throws on a lone surrogate or a bad UTF-8 byte
/// anywhere in a value; here each costs itself.
/// </summary>
internal static class JsonText
{
    /// <summary>The longest way to write one UTF-16 unit: a backslash, u and four digits.</summary>
    public const int MostBytesPerCharacter = 6;

    // Most texts hold nothing else and pass with one copy.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "\t\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>Unescapes, decodes, cleans and cuts a value; see <see cref="CleanText"/>.</summary>
    /// <param name="value">What stands between the quotes, perhaps cut off.</param>
    /// <param name="isCode">Keeps the indentation of lines to each other.</param>
    public static string Decode(ReadOnlySpan<byte> value, bool isEscaped, int maxCharacters, bool isCode = false)
    {
        if (!isEscaped && value.Length <= maxCharacters && IsPlain(value) && !(isCode && value.Contains((byte)'\n')))
        {
            return Encoding.Latin1.GetString(value);
        }

        // Twice the asked length leaves room for what the cleaning drops.
        var mostBytes = maxCharacters * 2L * MostBytesPerCharacter;
        var source = value.Length > mostBytes ? value[..(int)mostBytes] : value;
        var rented = ArrayPool<char>.Shared.Rent(source.Length);
        try
        {
            var text = rented.AsSpan(0, Unescape(source, rented));
            return isCode ? CleanText.CodeOfOwned(text, maxCharacters) : CleanText.OfOwned(text, maxCharacters);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> value) =>
        value.IsEmpty || (value[0] > ' ' && value[^1] > ' ' && !value.ContainsAnyExcept(Plain));

    private static int Unescape(ReadOnlySpan<byte> source, Span<char> target)
    {
        var length = 0;
        while (!source.IsEmpty)
        {
            var escape = source.IndexOf((byte)'\\');
            var plain = escape < 0 ? source : source[..escape];
            length += Encoding.UTF8.GetChars(plain, target[length..]);
            if (escape < 0 || escape + 1 >= source.Length)
            {
                break;
            }

            source = source[(escape + 1)..];
            var (character, used) = Escaped(source);
            target[length++] = character;
            source = source[used..];
        }

        return length;
    }

    private static (char Character, int UsedBytes) Escaped(ReadOnlySpan<byte> source) => source[0] switch
    {
        (byte)'n' => ('\n', 1),
        (byte)'t' => ('\t', 1),
        (byte)'r' => ('\r', 1),
        (byte)'b' or (byte)'f' => (' ', 1),
        (byte)'u' when source.Length >= 5
            && ushort.TryParse(source[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => ((char)code, 5),
        (byte)'u' => ('\0', source.Length),
        var other => ((char)other, 1),
    };
}
