using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Scanners.Spooling;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Spooling;

/// <summary>Taking a request's body: whole, unpacked, counted, hashed, or not at all.</summary>
public sealed class ReportSpoolTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("identity")]
    public async Task A_plain_body_is_taken_as_it_is(string? encoding)
    {
        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(Text, encoding));

        Assert.Equal(Text, Bytes(spooled));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Text)), spooled.Hash);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData(" GZIP ")]
    [InlineData(null)]
    public async Task A_packed_body_is_unpacked_with_or_without_a_header_and_has_the_hash_of_the_plain_one(string? encoding)
    {
        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(Gzip(Text), encoding));

        Assert.Equal(Text, Bytes(spooled));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Text)), spooled.Hash);
    }

    [Fact]
    public async Task A_packed_file_sent_with_a_packed_connection_is_unpacked_twice()
    {
        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(Gzip(Gzip(Text)), "gzip"));

        Assert.Equal(Text, Bytes(spooled));
    }

    [Fact]
    public async Task Packed_parts_in_a_row_are_one_body()
    {
        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync([.. Gzip(Text[..1000]), .. Gzip(Text[1000..])], "gzip"));

        Assert.Equal(Text, Bytes(spooled));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_000, 0)]
    [InlineData(1 << 20, 64)]
    public async Task A_body_beyond_memory_waits_in_a_file_that_has_no_name(int memoryBytes, int repeats)
    {
        using var folder = new TempFolder();
        var body = Enumerable.Repeat(Text, repeats + 1).SelectMany(part => part).ToArray();
        var spool = new ReportSpool(new ScanSettings { MemoryBytes = memoryBytes, SpoolFolder = folder.Path });

        var spooled = Assert.IsType<Intake.Spooled>(await spool.TakeAsync(new MemoryStream(body), null, CancellationToken.None));

        Assert.True(OperatingSystem.IsWindows() || Directory.GetFiles(folder.Path).Length == 0);
        Assert.Equal(body, Bytes(spooled));
    }

    [Theory]
    [InlineData("", "gzip")]
    [InlineData("", null)]
    [InlineData("1f8b08000000000000030300000000000000" + "0000", "gzip")]
    public async Task An_empty_body_stays_empty_packed_or_not(string hex, string? encoding)
    {
        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(Convert.FromHexString(hex), encoding));

        Assert.Equal(0, spooled.Body.Length);
    }

    [Fact]
    public async Task A_body_that_a_proxy_unpacked_without_saying_so_is_taken()
    {
        var spooled = Assert.IsType<Intake.Spooled>(await TakeAsync(Text, "gzip"));

        Assert.Equal(Text, Bytes(spooled));
    }

    [Fact]
    public async Task Noise_behind_the_first_bytes_of_gzip_is_refused()
    {
        var noise = new byte[1_000];
        new Random(7).NextBytes(noise);

        Assert.IsType<Intake.BadGzip>(await TakeAsync([0x1F, 0x8B, .. noise], null));
    }

    [Fact]
    public async Task A_packed_body_cut_off_anywhere_is_refused()
    {
        var packed = Gzip(Text);

        foreach (var length in Enumerable.Range(3, 20).Concat([packed.Length / 2, packed.Length - 9, packed.Length - 8, packed.Length - 4, packed.Length - 1]))
        {
            Assert.IsType<Intake.BadGzip>(await TakeAsync(packed[..length], "gzip"));
        }
    }

    [Fact]
    public async Task A_packed_body_with_a_flipped_bit_is_refused()
    {
        var packed = Gzip(Text);
        packed[packed.Length / 2] ^= 0x10;

        Assert.IsType<Intake.BadGzip>(await TakeAsync(packed, "gzip"));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    public async Task Another_packing_is_refused_by_its_name(string encoding) =>
        Assert.Contains($"'{encoding}'", Assert.IsType<Intake.UnknownEncoding>(await TakeAsync(Text, encoding)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_above_the_limit_is_refused_packed_or_not(bool isPacked)
    {
        var spool = new ReportSpool(new ScanSettings { MaxBytes = Text.Length - 1 });

        var result = await spool.TakeAsync(new MemoryStream(isPacked ? Gzip(Text) : Text), isPacked ? "gzip" : null, CancellationToken.None);

        Assert.Contains($"{Text.Length - 1} bytes", Assert.IsType<Intake.TooLarge>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_taken()
    {
        var spool = new ReportSpool(new ScanSettings { MaxBytes = Text.Length });

        var spooled = Assert.IsType<Intake.Spooled>(await spool.TakeAsync(new MemoryStream(Text), null, CancellationToken.None));
    }

    [Fact]
    public async Task A_bomb_is_noticed_long_before_it_is_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++)
            {
                await gzip.WriteAsync(zeros);
            }
        }

        var result = await TakeAsync(packed.ToArray(), null);

        Assert.Contains("times its size", Assert.IsType<Intake.TooLarge>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_share_a_quota_and_give_it_back()
    {
        var spool = new ReportSpool(new ScanSettings { MemoryBytes = 0, SpoolBytes = Text.Length + 100 });
        var first = Assert.IsType<Intake.Spooled>(await spool.TakeAsync(new MemoryStream(Text), null, CancellationToken.None));

        var second = await spool.TakeAsync(new MemoryStream(Text), null, CancellationToken.None);
        first.Body.Dispose();
        var third = Assert.IsType<Intake.Spooled>(await spool.TakeAsync(new MemoryStream(Text), null, CancellationToken.None));

        Assert.IsType<Intake.Busy>(second);
    }

    private static Task<Intake> TakeAsync(byte[] body, string? encoding) =>
        new ReportSpool(new ScanSettings()).TakeAsync(new MemoryStream(body), encoding, CancellationToken.None);

    private static byte[] Bytes(Intake.Spooled spooled)
    {
        using var copy = new MemoryStream();
        spooled.Body.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }
}
