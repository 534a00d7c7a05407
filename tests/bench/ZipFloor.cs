using System.IO.Compression;

namespace Patchbay.Bench;

/// <summary>The least that reading a zip can cost: unpacking every member once and walking it.</summary>
internal static class ZipFloor
{
    /// <summary>Walks every member.</summary>
    /// <returns>Characters of all values, so that none of the work can be left out.</returns>
    public static long Walk(Stream body, Func<Stream, long> walk)
    {
        using var zip = new ZipArchive(body, ZipArchiveMode.Read, leaveOpen: true);
        long characters = 0;
        foreach (var member in zip.Entries)
        {
            using var unpacked = member.Open();
            characters += walk(unpacked);
        }

        return characters;
    }
}
