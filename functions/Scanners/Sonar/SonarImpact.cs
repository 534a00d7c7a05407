using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sonar;

/// <summary>What an issue does to one quality of the software, in the newer model of severities.</summary>
internal sealed class SonarImpact
{
    private const int Most = 10;

    private static readonly JsonMembers<SonarImpact> Members = new()
    {
        ["softwareQuality"] = static (ref c, impact) => impact.Quality = c.Name(),
        ["severity"] = static (ref c, impact) => impact.Severity = c.Name(),
    };

    public string? Quality { get; private set; }

    public string? Severity { get; private set; }

    /// <summary>Reads the list.</summary>
    public static void ReadAll(ref JsonCursor cursor, List<SonarImpact> target)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var impact = new SonarImpact();
            if (Members.Read(ref cursor, impact) && impact.Severity is not null && target.Count < Most)
            {
                target.Add(impact);
            }
        }
    }
}
