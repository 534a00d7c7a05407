using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Osv;

/// <summary>A package with all that is known of it; the most that is held at a time.</summary>
internal sealed class OsvPackage
{
    private const int MostRecords = 5_000;

    private static readonly JsonMembers<OsvPackage> Package = new()
    {
        ["name"] = static (ref c, package) => package.Name = c.Name(),
        ["version"] = static (ref c, package) => package.Version = c.Scalar(),
        ["ecosystem"] = static (ref c, package) => package.Ecosystem = c.Name(),
        ["commit"] = static (ref c, package) => package.Commit = c.Name(),
    };

    public static readonly JsonMembers<OsvPackage> Members = new()
    {
        ["package"] = static (ref c, package) => Package.Read(ref c, package),
        ["vulnerabilities"] = ReadRecords,
        ["groups"] = ReadGroups,
    };

    public string? Name { get; private set; }

    public string? Version { get; private set; }

    public string? Ecosystem { get; private set; }

    public string? Commit { get; private set; }

    public List<OsvRecord> Records { get; } = [];

    public List<OsvGroup> Groups { get; } = [];

    /// <summary>Records that are no objects, have no id, or are too many.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The groups, also for records that stand in none: those are united by their ids.</summary>
    public IEnumerable<(OsvGroup Group, List<OsvRecord> Records)> Flaws()
    {
        var rest = new List<OsvRecord>(Records);
        foreach (var group in Groups)
        {
            var records = rest.FindAll(record => group.Ids.Contains(record.Id!));
            rest.RemoveAll(records.Contains);
            if (records.Count > 0)
            {
                yield return (group, records);
            }
        }

        while (rest.Count > 0)
        {
            var first = rest[0];
            var same = rest.FindAll(record => record == first || record.Id == first.Id || first.Aliases.Contains(record.Id!) || record.Aliases.Contains(first.Id!));
            rest.RemoveAll(same.Contains);
            yield return (OsvGroup.Of(first), same);
        }
    }

    private static void ReadRecords(ref JsonCursor cursor, OsvPackage package)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var record = new OsvRecord();
            if (OsvRecord.Members.Read(ref cursor, record) && record.Id is not null && package.Records.Count < MostRecords)
            {
                package.Records.Add(record);
            }
            else
            {
                package.LeftOut++;
            }
        }
    }

    private static void ReadGroups(ref JsonCursor cursor, OsvPackage package)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var group = new OsvGroup();
            if (OsvGroup.Members.Read(ref cursor, group) && package.Groups.Count < MostRecords)
            {
                package.Groups.Add(group);
            }
        }
    }
}
