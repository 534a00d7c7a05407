using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>
/// What waits in the spool of one entry: its short identity hashes, strongest first, the scanner's justification, and the finding as it
/// will stand in the row. Not safe for several threads, since it reuses its buffers.
/// </summary>
internal sealed class EntryText : IDisposable
{
    /// <summary>Most identities that are kept of an entry, its place among them.</summary>
    public const int MostIdentities = 8;

    // Beyond this a finding loses its long texts, so that a row always fits a table entity.
    private const int MostBytes = 640 * 1024;
    private const int JustificationCharacters = 2_000;
    private const int HashBytes = sizeof(ulong);

    private readonly ArrayBufferWriter<byte> record = new(4096);
    private readonly Utf8JsonWriter json;
    private readonly PlaceText place = new();
    private byte[] scratch = new byte[4096];

    public EntryText() => json = FindingJson.Writer(record);

    /// <summary>The record as it was last written.</summary>
    public ReadOnlySpan<byte> Written => record.WrittenSpan;

    /// <summary>Writes an entry's record.</summary>
    /// <param name="ruleHash">Changes with the rule's texts, and so does the content then.</param>
    /// <returns>The entry without its whereabouts in the spool.</returns>
    public ReportEntry Write(ReportedFinding reported, ulong ruleHash)
    {
        record.ResetWrittenCount();
        var finding = reported.Finding;
        var weakest = place.HashOf(finding);
        var strongest = reported.Identities.Count > 0 ? HashOf(reported.Identities[0]) : weakest;
        WriteIdentities(reported.Identities, strongest.Short, weakest.Short);
        WriteJustification(reported.Justification);
        WriteFinding(finding);
        return new ReportEntry
        {
            Key = strongest,
            Place = weakest.Short,
            Content = ContentOf(ruleHash),
            Line = finding.Place.Line ?? 0,
            Column = finding.Place.Column ?? 0,
            State = reported.State,
            Supersedes = reported.Supersedes,
        };
    }

    /// <summary>The short identity hashes of a record.</summary>
    public static ulong[] IdentitiesOf(ReadOnlySpan<byte> record)
    {
        var identities = new ulong[record[0]];
        for (var i = 0; i < identities.Length; i++)
        {
            identities[i] = BinaryPrimitives.ReadUInt64LittleEndian(record[(1 + (i * HashBytes))..]);
        }

        return identities;
    }

    /// <summary>The justification of a record; null when it has none.</summary>
    public static string? JustificationOf(ReadOnlySpan<byte> record)
    {
        var start = 1 + (record[0] * HashBytes);
        var bytes = BinaryPrimitives.ReadUInt16LittleEndian(record[start..]);
        return bytes == 0 ? null : Encoding.UTF8.GetString(record.Slice(start + 2, bytes));
    }

    /// <summary>The finding of a record, as JSON.</summary>
    public static ReadOnlySpan<byte> FindingOf(ReadOnlySpan<byte> record)
    {
        var start = 1 + (record[0] * HashBytes);
        return record[(start + 2 + BinaryPrimitives.ReadUInt16LittleEndian(record[start..]))..];
    }

    /// <summary>The finding of a record.</summary>
    public static Finding ReadFinding(ReadOnlySpan<byte> record) =>
        JsonSerializer.Deserialize<Finding>(FindingOf(record), StoredJson.Options) ?? throw new JsonException("A spooled finding is null.");

    public void Dispose() => json.Dispose();

    private void WriteIdentities(IReadOnlyList<string> texts, ulong strongest, ulong weakest)
    {
        Span<ulong> identities = stackalloc ulong[MostIdentities];
        identities[0] = strongest;
        var count = 1;
        for (var i = 1; i < texts.Count && count < MostIdentities - 1; i++)
        {
            count = AddTo(identities, count, HashOf(texts[i]).Short);
        }

        count = AddTo(identities, count, weakest);
        var bytes = record.GetSpan(1 + (count * HashBytes));
        bytes[0] = (byte)count;
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(1 + (i * HashBytes))..], identities[i]);
        }

        record.Advance(1 + (count * HashBytes));
    }

    private static int AddTo(Span<ulong> identities, int count, ulong identity)
    {
        if (identities[..count].Contains(identity))
        {
            return count;
        }

        identities[count] = identity;
        return count + 1;
    }

    private void WriteJustification(string? justification)
    {
        var text = justification.AsSpan()[..Math.Min(justification?.Length ?? 0, JustificationCharacters)];
        var bytes = record.GetSpan(2 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, bytes[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)length);
        record.Advance(2 + length);
    }

    private void WriteFinding(Finding finding)
    {
        var front = record.WrittenCount;
        WriteJson(finding);
        if (record.WrittenCount - front > MostBytes)
        {
            var shorter = record.WrittenSpan[..front].ToArray();
            record.ResetWrittenCount();
            record.Write(shorter);
            WriteJson(finding with { Advice = null, References = [], Place = finding.Place with { Snippet = null } });
        }
    }

    private void WriteJson(Finding finding)
    {
        json.Reset();
        FindingJson.Write(json, finding);
        json.Flush();
    }

    private ulong ContentOf(ulong ruleHash)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) ^ ruleHash;
    }

    private IdentityHash HashOf(string identity)
    {
        var most = Encoding.UTF8.GetMaxByteCount(identity.Length);
        if (scratch.Length < most)
        {
            scratch = new byte[most];
        }

        return IdentityHash.Of(scratch.AsSpan(0, Encoding.UTF8.GetBytes(identity, scratch)));
    }
}
