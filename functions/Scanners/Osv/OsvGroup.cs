using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Osv;

/// <summary>Records of one package that describe one flaw.</summary>
internal sealed class OsvGroup
{
    private static readonly JsonMembers<OsvGroup> Call = new()
    {
        ["called"] = static (ref c, group) => group.uncalled += c.Scalar() == "false" ? 1 : 0,
        ["unimportant"] = static (ref c, group) => group.unimportant += c.Scalar() == "true" ? 1 : 0,
    };

    public static readonly JsonMembers<OsvGroup> Members = new()
    {
        ["ids"] = static (ref c, group) => c.Texts(group.Ids),
        ["aliases"] = static (ref c, group) => c.Texts(group.Aliases),
        ["max_severity"] = static (ref c, group) => group.MaxSeverity = c.Scalar(),
        ["analysis"] = static (ref c, group) => group.ReadAnalysis(ref c),
        ["experimentalAnalysis"] = static (ref c, group) => group.ReadAnalysis(ref c),
        ["experimental_analysis"] = static (ref c, group) => group.ReadAnalysis(ref c),
    };

    private int analysed;
    private int uncalled;
    private int unimportant;

    public List<string> Ids { get; private init; } = [];

    public List<string> Aliases { get; private init; } = [];

    public string? MaxSeverity { get; private set; }

    /// <summary>Why the scanner itself sets it aside; null when it does not.</summary>
    public string? SetAside => analysed == 0 ? null
        : uncalled >= analysed ? "The vulnerable code is not called"
        : unimportant >= analysed ? "Unimportant, says the distribution"
        : null;

    /// <summary>A group for a record that stands in none.</summary>
    public static OsvGroup Of(OsvRecord record) => new() { Ids = [record.Id!], Aliases = record.Aliases };

    private void ReadAnalysis(ref JsonCursor cursor)
    {
        if (cursor.EnterObject())
        {
            while (cursor.NextMember())
            {
                analysed += Call.Read(ref cursor, this) ? 1 : 0;
            }
        }
    }
}
