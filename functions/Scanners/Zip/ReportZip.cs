using System.IO.Compression;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Zip;

/// <summary>A zip from a stranger: few members are looked at, none is ever written under its name, and all that is read is counted.</summary>
internal sealed class ReportZip : IDisposable
{
    // An FPR holds the scanned sources too, one member each; their list is read whole when the archive is opened.
    private const long MostListBytes = 16 << 20;

    private readonly ZipArchive zip;
    private readonly UnpackBudget budget;

    private ReportZip(ZipArchive zip, UnpackBudget budget)
    {
        this.zip = zip;
        this.budget = budget;
    }

    /// <summary>Opens a zip and reads its list of members.</summary>
    /// <param name="body">Seekable; stays open.</param>
    /// <param name="mostUnpackedBytes">How much may be unpacked from it in all.</param>
    /// <exception cref="UnreadableReportException">It is no whole zip, or lists too many members.</exception>
    public static ReportZip Open(Stream body, long mostUnpackedBytes)
    {
        var metered = new MeteredStream(body, MostListBytes);
        try
        {
            var zip = new ZipArchive(metered, ZipArchiveMode.Read, leaveOpen: true);
            _ = zip.Entries;
            metered.Unmeter();
            return new ReportZip(zip, new UnpackBudget(mostUnpackedBytes));
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw new UnreadableReportException("The body is not a whole zip", null, broken);
        }
    }

    /// <summary>The members' names, with slashes.</summary>
    public IReadOnlyList<string> Names => [.. zip.Entries.Select(member => CleanText.Line(member.FullName.Replace('\\', '/'), FindingLimits.NameCharacters))];

    /// <summary>The members whose names end so, shortest name first; a backslash counts as a slash, case does not count.</summary>
    /// <param name="suffix">A file name or an extension: <c>audit.fvdl</c>, <c>.json</c>.</param>
    public IReadOnlyList<ZipArchiveEntry> EndingWith(string suffix) =>
    [
        .. zip.Entries
            .Where(member => IsNamed(member.FullName, suffix))
            .OrderBy(member => member.FullName.Length)
            .ThenBy(member => member.FullName, StringComparer.Ordinal),
    ];

    /// <summary>Whether a member is a file of that name in any folder, or has that extension.</summary>
    public static bool IsNamed(string member, string name) =>
        member.EndsWith(name, StringComparison.OrdinalIgnoreCase)
        && (name[0] == '.' || member.Length == name.Length || member[^(name.Length + 1)] is '/' or '\\');

    /// <summary>Unpacks a member while it is read.</summary>
    /// <exception cref="UnreadableReportException">Here or while reading: it is broken, encrypted, or unpacks to too much.</exception>
    public Stream Unpack(ZipArchiveEntry member)
    {
        var name = CleanText.Line(member.FullName, 200);
        if (member.IsEncrypted)
        {
            throw new UnreadableReportException("The zip is encrypted", name);
        }

        try
        {
            return new UnpackedStream(member.Open(), name, member.CompressedLength, budget);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new UnreadableReportException("The zip has a member that cannot be unpacked", name, broken);
        }
    }

    /// <summary>Reads a member from its beginning.</summary>
    /// <param name="read">Gets a stream that can go back to its beginning.</param>
    /// <exception cref="UnreadableReportException">As <see cref="Unpack"/>; the place names the member, without which a line means nothing.</exception>
    public T Read<T>(ZipArchiveEntry member, Func<Stream, T> read)
    {
        try
        {
            using var stream = new RewindableStream(() => Unpack(member));
            return read(stream);
        }
        catch (UnreadableReportException broken) when (broken.At?.Contains(member.Name, StringComparison.Ordinal) != true)
        {
            var name = CleanText.Line(member.Name, 200);
            throw new UnreadableReportException(broken.Message, broken.At is null ? name : $"{name}, {broken.At}", broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => zip.Dispose();
}
