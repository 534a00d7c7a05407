using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

#pragma warning disable CA2000 // An intake owns its stream; every path hands it on or disposes of it.
namespace Patchbay.Scanners.Spooling;

/// <summary>
/// Takes a request's body before it is read: readers need to go back, and a report counts only when all of it is there.
/// Unpacks gzip, counts, hashes. Safe to call from many threads.
/// </summary>
public sealed class ReportSpool(ScanSettings settings)
{
    // A repetitive report of good faith packs to a hundredth, rarely to a three-hundredth; gzip can do a thousandth.
    private const int MostRatio = 400;
    private const long BytesBeforeRatioCounts = 64 << 20;
    private const int MostLayers = 2;
    private const int ChunkBytes = 64 << 10;
    private const string Crowded = "Too many large reports are being read at this moment; send it again in a minute.";
    private const string Broken = "The body begins like gzip but is broken or cut off.";

    // GZipStream takes a cut-off body for a whole one. So we put a packed part of our own behind it: only when
    // everything before was whole does it come out at the end as it went in.
    private static readonly byte[] Seal = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] PackedSeal = Pack(Seal);
    private readonly SpoolQuota quota = new(settings.SpoolBytes);

    /// <summary>Takes a body to its end.</summary>
    /// <param name="contentEncoding">
    /// The Content-Encoding header; null or empty when there is none. It only says what cannot be taken: whether a body is gzip its
    /// first bytes tell, since people upload packed files as they are, and proxies unpack and forget to say so.
    /// </param>
    /// <exception cref="IOException">The connection broke, or the disk is full.</exception>
    public async Task<Intake> TakeAsync(Stream body, string? contentEncoding, CancellationToken cancellationToken)
    {
        var encoding = (contentEncoding ?? string.Empty).Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity" or "gzip" or "x-gzip"))
        {
            return new Intake.UnknownEncoding($"A body packed with '{Text.CleanText.Line(encoding, 40)}' cannot be unpacked here; send it plain or packed with gzip.");
        }

        var intake = await CopyAsync(body, settings.MaxBytes, [], cancellationToken);
        for (var layer = 0; layer < MostLayers && intake is Intake.Spooled { Body: SpooledStream packed } && IsGzip(packed); layer++)
        {
            await using (packed)
            {
                intake = await UnpackAsync(packed, cancellationToken);
            }
        }

        return intake;
    }

    private async Task<Intake> UnpackAsync(SpooledStream packed, CancellationToken cancellationToken)
    {
        var mostByRatio = Math.Max(BytesBeforeRatioCounts, packed.Length * MostRatio);
        var limit = Math.Min(settings.MaxBytes, mostByRatio);
        packed.Position = packed.Length;
        if (!await packed.AppendAsync(PackedSeal, cancellationToken))
        {
            return new Intake.Busy(Crowded);
        }

        packed.Position = 0;
        try
        {
            using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
            return await CopyAsync(gzip, limit, Seal, cancellationToken) switch
            {
                Intake.TooLarge when limit == mostByRatio =>
                    new Intake.TooLarge($"The body unpacks to more than {MostRatio} times its size, which no report does."),
                var intake => intake,
            };
        }
        catch (InvalidDataException)
        {
            return new Intake.BadGzip(Broken);
        }
    }

    /// <param name="seal">What must come at the end, and is not taken.</param>
    private async Task<Intake> CopyAsync(Stream source, long limitBytes, byte[] seal, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var target = new SpooledStream(settings, quota);
        Intake? intake = null;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int held = 0, read;
            while (intake is null && (read = await source.ReadAsync(chunk.AsMemory(held), cancellationToken)) > 0)
            {
                // The last bytes so far are held back, because they may be the seal.
                var taken = Math.Max(0, held + read - seal.Length);
                hash.AppendData(chunk, 0, taken);
                intake = target.Length + taken > limitBytes ? new Intake.TooLarge($"The report has more than {limitBytes} bytes, which is the most taken here.")
                    : !await target.AppendAsync(chunk.AsMemory(0, taken), cancellationToken) ? new Intake.Busy(Crowded)
                    : null;
                held = held + read - taken;
                chunk.AsSpan(taken, held).CopyTo(chunk);
            }

            target.Position = 0;
            intake ??= !chunk.AsSpan(0, held).SequenceEqual(seal) ? new Intake.BadGzip(Broken)
                : new Intake.Spooled(target, Convert.ToHexStringLower(hash.GetHashAndReset()));
            return intake;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
            if (intake is not Intake.Spooled)
            {
                await target.DisposeAsync();
            }
        }
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private static bool IsGzip(SpooledStream body)
    {
        Span<byte> head = stackalloc byte[2];
        var read = body.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        body.Position = 0;
        return read == head.Length && head is [0x1F, 0x8B];
    }
}
