using System.Globalization;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>A <c>SourceLocation</c>.</summary>
/// <param name="Path">As the report has it: relative to its base path, or absolute for extracted files.</param>
/// <param name="SnippetKey">Names a snippet of the pool; 0 for none.</param>
internal readonly record struct FvdlLocation(string? Path, int? Line, int? EndLine, int? Column, ulong SnippetKey)
{
    /// <summary>Reads the element we are on.</summary>
    public static FvdlLocation Of(XmlCursor xml)
    {
        var line = Number(xml.Attribute("line"));
        var end = Number(xml.Attribute("lineEnd"));
        var snippet = xml.Attribute("snippet");
        return new FvdlLocation(
            xml.Attribute("path"), line, end >= line ? end : null, Number(xml.Attribute("colStart")), snippet is null ? 0 : TextKey.Of(snippet));
    }

    /// <summary>Sets it aside.</summary>
    public void Write(EntrySpool spool)
    {
        spool.Write(Path);
        spool.Write(Line ?? 0);
        spool.Write(EndLine ?? 0);
        spool.Write(Column ?? 0);
        spool.Write((long)SnippetKey);
    }

    /// <summary>Reads it back.</summary>
    public static FvdlLocation Read(EntrySpool spool) =>
        new(spool.ReadText(), Positive(spool.ReadNumber()), Positive(spool.ReadNumber()), Positive(spool.ReadNumber()), (ulong)spool.ReadNumber());

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Positive(number) : null;

    // Lines and columns count from 1; 0 is written where there is none.
    private static int? Positive(long number) => number > 0 ? (int)number : null;
}
