namespace Patchbay.Scanners.Zip;

/// <summary>Lets an archive class read so much and no more while it makes an object of each member that a list names.</summary>
internal sealed class MeteredStream(Stream inner, long mostBytes) : ReadOnlyStream
{
    private long left = mostBytes;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>Ends the metering.</summary>
    public void Unmeter() => left = long.MaxValue;

    /// <inheritdoc/>
    /// <exception cref="UnreadableReportException">More was read than allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        left -= read;
        return left >= 0 ? read : throw new UnreadableReportException("The zip lists more members than any known report");
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
}
