using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Findings.Recording;

/// <summary>The first 112 bits of a SHA-256: as much of an identity as a finding's key holds.</summary>
/// <param name="Bits">In the upper 112 bits; the lower 16 are zero.</param>
public readonly record struct IdentityHash(UInt128 Bits)
{
    private const int Bytes = (FindingKey.Characters - FindingKey.ScopeCharacters) / 2;

    private static readonly UInt128 Mask = ~(UInt128)0xFFFF;

    /// <summary>As much as is kept of an alias: the upper 64 bits.</summary>
    public ulong Short => (ulong)(Bits >> 64);

    /// <summary>Which of the sixteen partitions it falls into.</summary>
    public int Shard => (int)(Bits >> 124);

    /// <summary>The identity's part of the key: 28 hex digits.</summary>
    public string Hex
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
            return Convert.ToHexStringLower(bytes[..Bytes]);
        }
    }

    /// <summary>Hashes an identity text.</summary>
    public static IdentityHash Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        return new IdentityHash(BinaryPrimitives.ReadUInt128BigEndian(hash) & Mask);
    }

    /// <summary>Hashes an identity text.</summary>
    public static IdentityHash Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the identity's part of a key.</summary>
    /// <param name="hex">28 lower-case hex digits.</param>
    public static IdentityHash Parse(ReadOnlySpan<char> hex)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        Convert.FromHexString(hex, bytes[..Bytes], out _, out _);
        return new IdentityHash(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The identity narrowed down by a place, because it alone stands for several problems.</summary>
    public IdentityHash At(ulong place) => With(place, (byte)'@');

    /// <summary>The identity of the second, third, ... of several problems that nothing but their lines tells apart.</summary>
    /// <param name="occurrence">From 0, which leaves the identity as it is, so that it survives when the others are mended.</param>
    public IdentityHash Numbered(int occurrence) => occurrence == 0 ? this : With((ulong)occurrence, (byte)'#');

    private IdentityHash With(ulong more, byte kind)
    {
        Span<byte> text = stackalloc byte[25];
        BinaryPrimitives.WriteUInt128BigEndian(text, Bits);
        BinaryPrimitives.WriteUInt64BigEndian(text[16..], more);
        text[24] = kind;
        return Of(text);
    }
}
