using System.Text;

namespace Patchbay.Bench.Generators;

/// <summary>Writes a report of any size, an entry at a time.</summary>
internal static class Sheet
{
    /// <summary>Writes what stands in front, so many entries, and what stands behind.</summary>
    public static void Write(Stream target, int entries, string head, Func<int, string> entry, string between, string tail)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.Write(head);
        Add(writer, entries, entry, between);
        writer.WriteLine(tail);
    }

    /// <summary>Writes several lists one behind the other.</summary>
    public static void Write(Stream target, params ReadOnlySpan<(int Entries, string Head, Func<int, string> Entry, string Tail)> lists)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var (entries, head, entry, tail) in lists)
        {
            writer.WriteLine(head);
            Add(writer, entries, entry, "\n");
            writer.WriteLine(tail);
        }
    }

    private static void Add(StreamWriter writer, int entries, Func<int, string> entry, string between)
    {
        for (var i = 0; i < entries; i++)
        {
            writer.Write(i == 0 ? string.Empty : between);
            writer.Write(entry(i));
        }
    }
}
