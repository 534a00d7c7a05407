using System.Buffers.Binary;

namespace Patchbay.Scanners.Spooling;

/// <summary>A request's body that counts what was read of it, can give back its first bytes, and remembers its last ones.</summary>
internal sealed class CountedStream(Stream inner) : Stream
{
    private const int TrailerBytes = 4;

    private readonly byte[] last = new byte[TrailerBytes];
    private ReadOnlyMemory<byte> again;

    /// <summary>Bytes read of the body, each counted once.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Has the first bytes read once more.</summary>
    public CountedStream Rewound(ReadOnlyMemory<byte> first)
    {
        again = first;
        return this;
    }

    /// <summary>Whether the body ended with the size of what was unpacked, as gzip does. Source: RFC 1952, section 2.3.1.</summary>
    /// <remarks>.NET takes the place where a body is cut off for its end, and a report that lost its second half must not close findings.</remarks>
    /// <param name="unpacked">Bytes that came out of it.</param>
    public bool EndsWithSize(long unpacked) => BinaryPrimitives.ReadUInt32LittleEndian(last) == (uint)unpacked;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!again.IsEmpty)
        {
            var some = Math.Min(again.Length, buffer.Length);
            again[..some].CopyTo(buffer);
            again = again[some..];
            return some;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Requests are read asynchronously.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Note(ReadOnlySpan<byte> read)
    {
        Count += read.Length;
        if (read.Length >= TrailerBytes)
        {
            read[^TrailerBytes..].CopyTo(last);
        }
        else if (read.Length > 0)
        {
            last.AsSpan(read.Length).CopyTo(last);
            read.CopyTo(last.AsSpan(TrailerBytes - read.Length));
        }
    }
}
