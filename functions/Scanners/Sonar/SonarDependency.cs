using System.Text.RegularExpressions;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>What the Dependency-Check plug-in packs into a message: <c>Filename: x | Reference: CVE-... | CVSS Score: 6.4 | ...</c></summary>
internal sealed partial record SonarDependency(string File, double? Score, IReadOnlyList<string> Ids, IReadOnlyList<int> Cwes)
{
    /// <summary>Reads a message; null when it is none of these.</summary>
    public static SonarDependency? Of(string? message)
    {
        const string Mark = "Filename: ";
        if (message is null || !message.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var ids = new List<string>();
        var cwes = new List<int>();
        VulnerabilityIds.AddCves(message, ids);
        VulnerabilityIds.AddCwes(message, cwes);
        var end = message.IndexOf(" | ", StringComparison.Ordinal);
        var file = end < 0 ? message[Mark.Length..] : message[Mark.Length..end];
        var score = SeverityScale.Score(ScoreText().Match(message).Groups[1].Value);
        return new SonarDependency(CleanText.Line(file, 500), score, VulnerabilityIds.Ordered(ids), VulnerabilityIds.Ordered(cwes));
    }

    [GeneratedRegex(@"CVSS Score: ([0-9.]{1,5})")]
    private static partial Regex ScoreText();
}
