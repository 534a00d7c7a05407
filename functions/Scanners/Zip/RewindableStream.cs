namespace Patchbay.Scanners.Zip;

/// <summary>A stream that goes back by being opened anew.</summary>
internal sealed class RewindableStream(Func<Stream> open) : ReadOnlyStream
{
    private Stream inner = open();
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
                inner = open();
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
