using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Osv;

/// <summary>A rating of a record: a CVSS vector, or a distribution's word.</summary>
internal sealed class OsvScore
{
    private const int Most = 20;

    private static readonly JsonMembers<OsvScore> Members = new()
    {
        ["type"] = static (ref c, score) => score.Type = c.Name(),
        ["score"] = static (ref c, score) => score.Text = c.Scalar(),
    };

    public string? Type { get; private set; }

    public string? Text { get; private set; }

    /// <summary>Reads the list.</summary>
    public static void ReadAll(ref JsonCursor cursor, List<OsvScore> target)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var score = new OsvScore();
            if (Members.Read(ref cursor, score) && target.Count < Most)
            {
                target.Add(score);
            }
        }
    }
}
