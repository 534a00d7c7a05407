using Microsoft.Win32.SafeHandles;

namespace Patchbay.Scanners.Spool;

/// <summary>
/// Bytes set aside while a report is read: in memory at first, then in a temporary file that has no name any more, so that
/// nothing stays behind whatever happens to the process.
/// </summary>
/// <param name="memoryBytes">How much is held in memory.</param>
internal sealed class SetAside(int memoryBytes) : IDisposable
{
    /// <summary>Most bytes set aside for one reading. What is set aside is cut, so an honest report never comes near.</summary>
    public const long MostBytes = 2L << 30;

    private const int FirstBytes = 16 << 10;
    private byte[] recent = new byte[FirstBytes];
    private int recentBytes;
    private long fileBytes;
    private SafeFileHandle? file;

    /// <summary>How many bytes there are.</summary>
    public long Length => fileBytes + recentBytes;

    /// <summary>Adds bytes at the end.</summary>
    /// <returns>Where they begin.</returns>
    /// <exception cref="UnreadableReportException">There is no room for more.</exception>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var at = Length;
        if (at + bytes.Length > MostBytes)
        {
            throw new UnreadableReportException($"The report holds more than the {MostBytes >> 20:N0} MiB that may be set aside while it is read");
        }

        if (recentBytes + bytes.Length > memoryBytes)
        {
            Spill();
        }

        if (bytes.Length > memoryBytes)
        {
            RandomAccess.Write(file!, bytes, fileBytes);
            fileBytes += bytes.Length;
            return at;
        }

        Reserve(recentBytes + bytes.Length);
        bytes.CopyTo(recent.AsSpan(recentBytes));
        recentBytes += bytes.Length;
        return at;
    }

    /// <summary>Reads bytes back.</summary>
    /// <returns>How many there were, fewer than asked only at the end.</returns>
    public int Read(long at, Span<byte> target)
    {
        var done = 0;
        if (at < fileBytes && file is not null)
        {
            var wanted = target[..(int)Math.Min(target.Length, fileBytes - at)];
            for (int read; done < wanted.Length && (read = RandomAccess.Read(file, wanted[done..], at + done)) > 0;)
            {
                done += read;
            }
        }

        if (done == target.Length)
        {
            return done;
        }

        var from = (int)Math.Min(at + done - fileBytes, recentBytes);
        var rest = Math.Min(target.Length - done, recentBytes - from);
        recent.AsSpan(from, rest).CopyTo(target[done..]);
        return done + rest;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Reserve(int length)
    {
        if (length > recent.Length)
        {
            Array.Resize(ref recent, Math.Min(memoryBytes, Math.Max(recent.Length * 2, length)));
        }
    }

    private void Spill()
    {
        file ??= Open();
        RandomAccess.Write(file, recent.AsSpan(0, recentBytes), fileBytes);
        fileBytes += recentBytes;
        recentBytes = 0;
    }

    private static SafeFileHandle Open()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

        // Where the system lets a file outlive its name, even a killed process leaves none.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return handle;
    }
}
