using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Patchbay.Scanners.Spooling;

/// <summary>Takes the body of a request in: unpacks it, hashes it, and keeps it where it can be read more than once.</summary>
/// <remarks>Small reports stay in memory; larger ones go to a temporary file without a name, which the system removes even after a kill.</remarks>
public static class ReportSpool
{
    private const int MemoryBytes = 4 * 1024 * 1024;
    private const int BufferBytes = 128 * 1024;

    // Honest reports shrink to a fiftieth, seldom to a hundredth; less is a bomb, whatever the limit on the whole allows.
    private const int MostRatio = 200;
    private const int RatioFromBytes = 16 * 1024 * 1024;

    /// <summary>Reads the body to its end.</summary>
    /// <param name="body">Plain, or packed with gzip once: its first bytes tell, not a header, since proxies unpack and forget to say so.</param>
    public static async Task<Intake> TakeAsync(Stream body, ScanSettings settings, CancellationToken cancellationToken)
    {
        var counted = new CountedStream(body);
        var (start, isGzip) = await OpenAsync(counted, cancellationToken);
        await using var plain = isGzip ? new GZipStream(start, CompressionMode.Decompress, leaveOpen: true) : start;
        var spool = new SpooledBody(MemoryBytes);
        try
        {
            var outcome = await CopyAsync(plain, isGzip ? counted : null, spool, settings, cancellationToken);
            if (outcome is not Intake.Spooled)
            {
                spool.Dispose();
            }

            return outcome;
        }
        catch (InvalidDataException e) when (isGzip)
        {
            spool.Dispose();
            return new Intake.BadGzip($"The body begins as gzip but cannot be unpacked: {e.Message}");
        }
    }

    private static async Task<Intake> CopyAsync(
        Stream plain, CountedStream? packed, SpooledBody spool, ScanSettings settings, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await plain.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (spool.Length + read > settings.MaxBytes)
                {
                    return new Intake.TooLarge($"The report has more than {settings.MaxBytes} bytes unpacked, which is the most taken here.");
                }

                if (packed is not null && spool.Length > RatioFromBytes && spool.Length > packed.Count * MostRatio)
                {
                    return new Intake.TooLarge($"The body unpacks to more than {MostRatio} times its size, which no report does.");
                }

                hash.AppendData(buffer, 0, read);
                spool.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return packed is not null && !packed.EndsWithSize(spool.Length)
            ? new Intake.BadGzip("The gzip body ends early, or consists of several packed parts; send one whole gzip file.")
            : new Intake.Spooled(spool.Open(), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<(Stream Start, bool IsGzip)> OpenAsync(CountedStream body, CancellationToken cancellationToken)
    {
        var first = new byte[2];
        var read = await body.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        return (body.Rewound(first.AsMemory(0, read)), read == 2 && first[0] == 0x1f && first[1] == 0x8b);
    }
}

/// <summary>How taking a body in ended.</summary>
public abstract record Intake
{
    private Intake()
    {
    }

    /// <summary>It is here.</summary>
    /// <param name="Body">Unpacked, seekable, at its beginning; gone when disposed.</param>
    /// <param name="Hash">SHA-256 of the unpacked bytes, in lower-case hex.</param>
    public sealed record Spooled(Stream Body, string Hash) : Intake;

    /// <summary>More than is taken.</summary>
    public sealed record TooLarge(string Reason) : Intake;

    /// <summary>Begins as gzip and is none.</summary>
    public sealed record BadGzip(string Reason) : Intake;
}
