using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Osv;

/// <summary>A package that a record names, with the versions that mended it and the ratings given there.</summary>
internal sealed class OsvAffected
{
    private const int MostFixes = 100;

    private static readonly JsonMembers<OsvAffected> Package = new()
    {
        ["name"] = static (ref c, affected) => affected.Name = c.Name(),
        ["ecosystem"] = static (ref c, affected) => affected.Ecosystem = c.Name(),
        ["purl"] = static (ref c, affected) => affected.Purl = c.Name(),
    };

    private static readonly JsonMembers<OsvAffected> Event = new()
    {
        ["fixed"] = static (ref c, affected) => affected.AddFix(c.Scalar()),
    };

    private static readonly JsonMembers<RangeText> Range = new()
    {
        ["type"] = static (ref c, range) => range.Type = c.Name(),
        ["events"] = static (ref c, range) => OsvRecord.ReadEach(ref c, Event, range.Affected),
    };

    private static readonly JsonMembers<OsvAffected> Weakness = new()
    {
        ["cweId"] = static (ref c, affected) => c.Texts(affected.Cwes),
    };

    private static readonly JsonMembers<OsvAffected> Database = new()
    {
        ["cwes"] = static (ref c, affected) => OsvRecord.ReadEach(ref c, Weakness, affected),
    };

    public static readonly JsonMembers<OsvAffected> Members = new()
    {
        ["package"] = static (ref c, affected) => Package.Read(ref c, affected),
        ["ranges"] = ReadRanges,
        ["severity"] = static (ref c, affected) => OsvScore.ReadAll(ref c, affected.Scores),
        ["database_specific"] = static (ref c, affected) => Database.Read(ref c, affected),
    };

    public string? Name { get; private set; }

    public string? Ecosystem { get; private set; }

    public string? Purl { get; private set; }

    /// <summary>Versions, never commits.</summary>
    public List<string> Fixes { get; } = [];

    public List<OsvScore> Scores { get; } = [];

    public List<string> Cwes { get; } = [];

    private static void ReadRanges(ref JsonCursor cursor, OsvAffected affected)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var before = affected.Fixes.Count;
            var range = new RangeText(affected);
            Range.Read(ref cursor, range);
            if (string.Equals(range.Type, "GIT", StringComparison.OrdinalIgnoreCase))
            {
                affected.Fixes.RemoveRange(before, affected.Fixes.Count - before);
            }
        }
    }

    private void AddFix(string? version)
    {
        if (version is not null && Fixes.Count < MostFixes)
        {
            Fixes.Add(version);
        }
    }

    private sealed class RangeText(OsvAffected affected)
    {
        public OsvAffected Affected => affected;

        public string? Type { get; set; }
    }
}
