using Patchbay.Findings;

namespace Patchbay.Scanners.Generic;

/// <summary>Hands over the finding of every entry as soon as it is read, and keeps account of them.</summary>
/// <param name="tool">The tool of entries that name none.</param>
/// <param name="placeOf">What warnings call an entry, of its number from 0.</param>
internal sealed class GenericHandover(string tool, Func<int, string> placeOf, ReportWarnings warnings, Action<ReportedFinding> take)
{
    private const int MostTools = 1_000;
    private const int MostUnknown = 20;

    private readonly GenericFindings findings = new(tool, warnings);
    private readonly SortedSet<string> unknown = new(StringComparer.Ordinal);
    private string lastTool = tool;
    private int index;

    /// <summary>The tools of the report and of its entries.</summary>
    public SortedSet<string> Tools { get; } = new(StringComparer.Ordinal) { tool };

    /// <summary>Entries that could not be taken.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Takes the next entry.</summary>
    /// <param name="entry">Null for one that is no object.</param>
    public void Take(GenericEntry? entry)
    {
        if (entry is not null && findings.Of(entry, Where) is { } finding)
        {
            Note(entry, finding.Finding.Tool);
            take(finding);
        }
        else
        {
            LeftOut++;
            warnings.AddAt("Entries without a title were left out", Where);
        }

        index++;
    }

    /// <summary>Warns of what was met in entries; call it when all are taken.</summary>
    public void Finish()
    {
        if (unknown.Count > 0)
        {
            warnings.Add($"Members that are not known were ignored: {string.Join(", ", unknown)}");
        }
    }

    private Func<string> Where => field ??= () => placeOf(index);

    private void Note(GenericEntry entry, string tool)
    {
        if (tool != lastTool && Tools.Count < MostTools)
        {
            Tools.Add(tool);
            lastTool = tool;
        }

        for (var i = 0; i < entry.UnknownMembers.Count && unknown.Count < MostUnknown; i++)
        {
            unknown.Add(Text.CleanText.Line(entry.UnknownMembers[i], 40));
        }
    }
}
