using System.IO.Compression;
using System.Security.Cryptography;
using Patchbay.Scanners.Spooling;

namespace Patchbay.Tests.Scanners.Spooling;

public sealed class ReportSpoolTests
{
    private static readonly ScanSettings Settings = new() { MaxBytes = 20_000_000 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100_000)]
    [InlineData(6_000_000)]
    public async Task A_plain_body_comes_out_as_it_went_in(int length)
    {
        var bytes = Noise(length);

        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(bytes));

        Assert.Equal(bytes, ReadAll(spooled.Body));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), spooled.Hash);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(6_000_000)]
    public async Task A_packed_body_is_unpacked_and_is_the_same_report(int length)
    {
        var bytes = Noise(length);

        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(Pack(bytes)));

        Assert.Equal(bytes, ReadAll(spooled.Body));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), spooled.Hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(5_000)]
    public async Task A_packed_body_that_lost_its_end_is_no_gzip(int lost)
    {
        var packed = Pack(Noise(10_000));

        Assert.IsType<Intake.BadGzip>(await TakeAsync(packed[..^lost]));
    }

    [Fact]
    public async Task Noise_after_the_first_bytes_of_gzip_is_no_gzip() =>
        Assert.IsType<Intake.BadGzip>(await TakeAsync([0x1f, 0x8b, .. Noise(1_000)]));

    [Fact]
    public async Task More_than_the_limit_is_too_large_packed_or_not()
    {
        var bytes = new byte[20_000_001];
        Random.Shared.NextBytes(bytes);

        Assert.IsType<Intake.TooLarge>(await TakeAsync(bytes));
        Assert.IsType<Intake.TooLarge>(await TakeAsync(Pack(bytes)));
    }

    [Fact]
    public async Task A_body_that_unpacks_to_far_more_than_its_size_is_refused_before_the_limit()
    {
        var packed = Pack(new byte[200_000_000], CompressionLevel.SmallestSize);

        var outcome = await ReportSpool.TakeAsync(new MemoryStream(packed), new ScanSettings(), CancellationToken.None);

        Assert.IsType<Intake.TooLarge>(outcome);
    }

    private static Task<Intake> TakeAsync(byte[] body) =>
        ReportSpool.TakeAsync(new MemoryStream(body), Settings, CancellationToken.None);

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        stream.Dispose();
        return copy.ToArray();
    }

    private static byte[] Pack(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
