namespace Patchbay.Scanners.Spooling;

/// <summary>A body that grows in memory and, when it gets large, in a temporary file that only its owner can read and nobody can find.</summary>
internal sealed class SpooledStream : Stream
{
    private readonly ScanSettings settings;
    private readonly SpoolQuota quota;
    private Stream content = new MemoryStream();
    private long reserved;

    public SpooledStream(ScanSettings settings, SpoolQuota quota)
    {
        this.settings = settings;
        this.quota = quota;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => content.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => content.Position;
        set => content.Position = value;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => content.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => content.Read(buffer);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => content.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush() => content.Flush();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Adds bytes at the end.</summary>
    /// <returns>False when the disk quota is used up.</returns>
    public async ValueTask<bool> AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (content is MemoryStream && content.Length + bytes.Length > settings.MemoryBytes && !await MoveToFileAsync(cancellationToken))
        {
            return false;
        }

        if (content is FileStream && !Reserve(bytes.Length))
        {
            return false;
        }

        await content.WriteAsync(bytes, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            quota.Release(reserved);
            reserved = 0;
        }

        base.Dispose(disposing);
    }

    private async Task<bool> MoveToFileAsync(CancellationToken cancellationToken)
    {
        if (!Reserve(content.Length))
        {
            return false;
        }

        var file = Open(settings.SpoolFolder ?? Path.GetTempPath());
        content.Position = 0;
        await content.CopyToAsync(file, cancellationToken);
        await content.DisposeAsync();
        content = file;
        return true;
    }

    private bool Reserve(long bytes)
    {
        if (!quota.TryTake(bytes))
        {
            return false;
        }

        reserved += bytes;
        return true;
    }

    private static FileStream Open(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"patchbay-{Guid.NewGuid():n}.tmp");
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name it is gone with the process, even when that is killed.
            File.Delete(path);
        }

        return file;
    }
}
