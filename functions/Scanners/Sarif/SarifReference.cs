using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>Points to a rule or a taxon, in the driver or another component. Source: SARIF 2.1.0, sections 3.52 and 3.54.</summary>
internal sealed class SarifReference
{
    public static readonly JsonMembers<SarifReference> Members = new()
    {
        ["id"] = static (ref c, reference) => reference.Id = c.Scalar(),
        ["index"] = static (ref c, reference) => reference.Index = c.Int(),
        ["guid"] = static (ref c, reference) => reference.Guid = c.Name(),
        ["toolComponent"] = static (ref c, reference) => reference.Component = Read(ref c),
        ["name"] = static (ref c, reference) => reference.Name = c.Name(),
    };

    public string? Id { get; set; }

    public int? Index { get; set; }

    public string? Guid { get; set; }

    public SarifReference? Component { get; set; }

    public string? Name { get; set; }

    /// <summary>Reads one; null when the value is no object.</summary>
    public static SarifReference? Read(ref JsonCursor cursor)
    {
        var reference = new SarifReference();
        return Members.Read(ref cursor, reference) ? reference : null;
    }

    /// <summary>Reads one and adds it while the list has room.</summary>
    public static void ReadInto(ref JsonCursor cursor, List<SarifReference> target)
    {
        if (Read(ref cursor) is { } reference && target.Count < FindingLimits.ListEntries)
        {
            target.Add(reference);
        }
    }

    /// <summary>Reads an array of references.</summary>
    public static void ReadAll(ref JsonCursor cursor, List<SarifReference> target)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadInto(ref cursor, target);
            }
        }
    }
}
