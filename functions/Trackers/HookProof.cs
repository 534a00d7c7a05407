using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Trackers;

/// <summary>Compares what a caller shows with what only the tracker can know, in a time that tells nothing about either.</summary>
internal static class HookProof
{
    /// <summary>Whether both are the same text.</summary>
    public static bool IsSame(string? given, string secret) =>
        given is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a header holds <c>sha256=</c> and the HMAC-SHA256 of the body in hex.</summary>
    public static bool IsSigned(string? header, string secret, ReadOnlySpan<byte> body)
    {
        const string Algorithm = "sha256=";
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return header is not null && header.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase)
            && header.Length == Algorithm.Length + (2 * given.Length)
            && Convert.FromHexString(header.AsSpan(Algorithm.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
    }

    /// <summary>Whether a text is a hash in base64.</summary>
    /// <param name="expected">What we made ourselves.</param>
    public static bool IsHash(ReadOnlySpan<char> base64, ReadOnlySpan<byte> expected)
    {
        Span<byte> given = stackalloc byte[64];
        return Convert.TryFromBase64Chars(base64, given, out var length)
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }

    /// <summary>Why a call is refused whose secret nobody has set.</summary>
    public static HookReading.Forged NotSet(params IEnumerable<string> names) => new(
        $"No call can prove itself: the secret {string.Join(" or ", names)} of the instance is not set.");
}
