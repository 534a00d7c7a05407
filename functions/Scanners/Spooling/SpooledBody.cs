namespace Patchbay.Scanners.Spooling;

/// <summary>Bytes that are in memory while they are few, and beyond that in a temporary file.</summary>
internal sealed class SpooledBody(int memoryBytes) : IDisposable
{
    private Stream kept = new MemoryStream();

    /// <summary>Bytes so far.</summary>
    public long Length => kept.Length;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (kept is MemoryStream memory && memory.Length + bytes.Length > memoryBytes)
        {
            kept = TemporaryFile();
            memory.WriteTo(kept);
            memory.Dispose();
        }

        kept.Write(bytes);
    }

    /// <summary>Hands the bytes over for reading; whoever reads disposes of them.</summary>
    public Stream Open()
    {
        kept.Flush();
        kept.Position = 0;
        return kept;
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    private static FileStream TemporaryFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"patchbay-report-{Guid.NewGuid():n}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        // Without a name the file goes with the process, however that ends; source code in it is nobody else's business.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
