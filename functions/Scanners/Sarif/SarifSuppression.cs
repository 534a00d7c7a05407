using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>One request to set a result aside. Source: SARIF 2.1.0, section 3.35.</summary>
internal sealed class SarifSuppression
{
    public static readonly JsonMembers<SarifSuppression> Members = new()
    {
        ["status"] = static (ref c, suppression) => suppression.Status = c.Name(),

        // Drafts before the standard's last had this name.
        ["state"] = static (ref c, suppression) => suppression.Status ??= c.Name(),
        ["justification"] = static (ref c, suppression) => suppression.Justification = c.Text(),
    };

    public string? Status { get; private set; }

    public string? Justification { get; private set; }

    /// <summary>Whether nobody has agreed to it yet, or somebody refused.</summary>
    public bool IsPending =>
        string.Equals(Status, "underReview", StringComparison.OrdinalIgnoreCase) || string.Equals(Status, "rejected", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a list; null when the log does not say.</summary>
    public static List<SarifSuppression>? ReadAll(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return null;
        }

        var all = new List<SarifSuppression>();
        while (cursor.NextElement())
        {
            var suppression = new SarifSuppression();
            if (Members.Read(ref cursor, suppression) && all.Count < FindingLimits.ListEntries)
            {
                all.Add(suppression);
            }
        }

        return all;
    }
}
