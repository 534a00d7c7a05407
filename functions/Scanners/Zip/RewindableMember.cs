namespace Patchbay.Scanners.Zip;

/// <summary>A member as a stream that can go back, by unpacking it anew.</summary>
internal sealed class RewindableMember(Func<Stream> unpack) : ReadOnlyStream
{
    private Stream inner = unpack();
    private long position;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set
        {
            if (value < position)
            {
                inner.Dispose();
                inner = unpack();
                position = 0;
            }

            Span<byte> skipped = stackalloc byte[1024];
            while (position < value && Read(skipped[..(int)Math.Min(skipped.Length, value - position)]) > 0)
            {
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        position += read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
