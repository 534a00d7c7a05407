using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Tickets;

/// <summary>The short id by which Patchbay finds its ticket again. It follows from what the ticket is about, so a repeat makes the same.</summary>
public static class TicketMarker
{
    private const string Prefix = "pb-";
    private const int Letters = 12;

    // Crockford's alphabet: nothing that a person could misread or that spells a word.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Letter = SearchValues.Create(Alphabet);

    /// <summary>The marker of a finding's ticket in a mapping: <c>pb-</c> and 60 bits of a SHA-256.</summary>
    public static string For(string asset, string findingKey, string mapping)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{asset}\n{findingKey}\n{mapping}"));
        var bits = BinaryPrimitives.ReadUInt64BigEndian(hash);
        var marker = new StringBuilder(Prefix, Prefix.Length + Letters);
        for (var i = 0; i < Letters; i++)
        {
            marker.Append(Alphabet[(int)(bits >> (5 * i)) & 31]);
        }

        return marker.ToString();
    }

    /// <summary>Whether the text could be a marker; markers become file names.</summary>
    public static bool IsValid(string text) =>
        text.Length == Prefix.Length + Letters
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Letter);

    /// <summary>Whether a ticket's text names the marker, and not merely a longer word that holds it.</summary>
    public static bool IsIn(string text, string marker)
    {
        for (var at = text.IndexOf(marker, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(marker, at + 1, StringComparison.Ordinal))
        {
            var end = at + marker.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';
}
