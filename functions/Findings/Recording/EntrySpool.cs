using Microsoft.Win32.SafeHandles;

namespace Patchbay.Findings.Recording;

/// <summary>Keeps what is read of a report until it is known to be whole: in memory while it is small, beyond that in a temporary file.</summary>
/// <remarks>One thread appends; afterwards many may read. The file has no name on Unix, so a killed process leaves none behind.</remarks>
public sealed class EntrySpool : IDisposable
{
    /// <summary>Bytes that are kept in memory.</summary>
    public const int MemoryBytes = 4 * 1024 * 1024;

    private byte[] tail = new byte[64 * 1024];
    private int tailBytes;
    private long fileBytes;
    private FileStream? file;

    /// <summary>Adds one record.</summary>
    /// <param name="record">At most <see cref="MemoryBytes"/>.</param>
    /// <returns>Where it begins.</returns>
    public long Append(ReadOnlySpan<byte> record)
    {
        if (tailBytes + record.Length > tail.Length)
        {
            MakeRoom(record.Length);
        }

        record.CopyTo(tail.AsSpan(tailBytes));
        tailBytes += record.Length;
        return fileBytes + tailBytes - record.Length;
    }

    /// <summary>Reads one record back.</summary>
    /// <param name="offset">As <see cref="Append"/> told it.</param>
    /// <param name="record">As long as the record was.</param>
    /// <exception cref="EndOfStreamException">The temporary file lost its end.</exception>
    public void Read(long offset, Span<byte> record)
    {
        if (offset >= fileBytes)
        {
            tail.AsSpan((int)(offset - fileBytes), record.Length).CopyTo(record);
            return;
        }

        while (record.Length > 0)
        {
            var read = RandomAccess.Read(Handle, record, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("The temporary file of a report ended early.");
            }

            offset += read;
            record = record[read..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private SafeFileHandle Handle => (file ?? throw new InvalidOperationException("Nothing was appended.")).SafeFileHandle;

    private void MakeRoom(int bytes)
    {
        if (tailBytes + bytes <= MemoryBytes)
        {
            Array.Resize(ref tail, Math.Min(MemoryBytes, Math.Max(tail.Length * 2, tailBytes + bytes)));
            return;
        }

        // Whole records only, so that none lies half here and half there.
        file ??= Open();
        RandomAccess.Write(Handle, tail.AsSpan(0, tailBytes), fileBytes);
        fileBytes += tailBytes;
        tailBytes = 0;
        if (bytes > tail.Length)
        {
            tail = new byte[MemoryBytes];
        }
    }

    private static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), $"patchbay-{Guid.NewGuid():n}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }
}
