using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Osv;

/// <summary>A record of the OSV database, as far as findings need it; its long list of versions is passed over.</summary>
internal sealed class OsvRecord
{
    private const int MostAffected = 200;
    private const int DetailCharacters = 4_000;

    private static readonly JsonMembers<OsvRecord> Reference = new()
    {
        ["url"] = static (ref c, record) => c.Texts(record.Urls),
    };

    private static readonly JsonMembers<OsvRecord> Database = new()
    {
        ["cwe_ids"] = static (ref c, record) => c.Texts(record.Cwes),
        ["severity"] = static (ref c, record) => record.Word = c.Name(),
    };

    public static readonly JsonMembers<OsvRecord> Members = new()
    {
        ["id"] = static (ref c, record) => record.Id = c.Name(),
        ["aliases"] = static (ref c, record) => c.Texts(record.Aliases),
        ["summary"] = static (ref c, record) => record.Summary = c.Text(DetailCharacters),
        ["details"] = static (ref c, record) => record.Details = c.Text(DetailCharacters),
        ["severity"] = static (ref c, record) => OsvScore.ReadAll(ref c, record.Scores),
        ["affected"] = ReadAffected,
        ["references"] = static (ref c, record) => ReadEach(ref c, Reference, record),
        ["database_specific"] = static (ref c, record) => Database.Read(ref c, record),
        ["withdrawn"] = static (ref c, record) => record.IsWithdrawn = c.Name() is not null,
    };

    public string? Id { get; private set; }

    public List<string> Aliases { get; } = [];

    public string? Summary { get; private set; }

    public string? Details { get; private set; }

    public List<OsvScore> Scores { get; } = [];

    public List<OsvAffected> Affected { get; } = [];

    public List<string> Urls { get; } = [];

    public List<string> Cwes { get; } = [];

    /// <summary>The database's own severity.</summary>
    public string? Word { get; private set; }

    public bool IsWithdrawn { get; private set; }

    /// <summary>Reads every object of an array into one target.</summary>
    public static void ReadEach<T>(ref JsonCursor cursor, JsonMembers<T> members, T target)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                members.Read(ref cursor, target);
            }
        }
    }

    private static void ReadAffected(ref JsonCursor cursor, OsvRecord record)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var affected = new OsvAffected();
            if (OsvAffected.Members.Read(ref cursor, affected) && record.Affected.Count < MostAffected)
            {
                record.Affected.Add(affected);
            }
        }
    }
}
