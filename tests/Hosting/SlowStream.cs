namespace Patchbay.Tests.Hosting;

/// <summary>Gives its first half at once and the rest when it is released.</summary>
public sealed class SlowStream(byte[] bytes) : Stream
{
    private readonly TaskCompletionSource halfRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int position;

    /// <summary>Completes when the reader has the first half and asks for more.</summary>
    public Task HalfRead => halfRead.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public void Release() => released.SetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var half = bytes.Length / 2;
        if (position >= half)
        {
            halfRead.TrySetResult();
            await released.Task.WaitAsync(cancellationToken);
        }

        var end = position < half ? half : bytes.Length;
        var count = Math.Min(buffer.Length, end - position);
        bytes.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
