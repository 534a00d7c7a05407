using System.Text.RegularExpressions;
using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>Hides secrets that a scanner found: a ticket is read by more people than the code it is about.</summary>
/// <remarks>Modest by design: only for findings that are about secrets, and only what looks like one.</remarks>
public static partial class SecretMask
{
    private const int Shown = 4;

    // Random base64 has 4 to 6 bits a character, English words about 3 and names in code not much more.
    private const double LeastBitsPerCharacter = 3.3;

    private static readonly HashSet<string> SecretScanners = new(StringComparer.Ordinal)
    {
        "gitleaks", "trufflehog", "detect-secrets", "ggshield", "gitguardian", "noseyparker", "kingfisher", "talisman", "whispers",
    };

    // Hard-coded credentials: password, cryptographic key, credentials.
    private static readonly int[] SecretWeaknesses = [259, 321, 798];

    /// <summary>Whether the finding is about a secret in plain sight.</summary>
    public static bool IsAboutSecret(Finding finding) =>
        SecretScanners.Contains(finding.Tool)
        || finding.Cwes.Any(SecretWeaknesses.Contains)
        || SecretRule().IsMatch(finding.Rule.Id);

    /// <summary>The text with what looks like a secret cut to its first four characters.</summary>
    /// <param name="spared">A text that is shown anyway, such as the path; what occurs in it is no secret.</param>
    public static string Apply(string text, string? spared)
    {
        var masked = PrivateKey().Replace(text, "$1 *** masked by Patchbay ***");
        masked = Assigned().Replace(masked, m => m.Groups[1].Value + Cut(m.Groups[2].Value) + m.Groups[3].Value);
        return Token().Replace(masked, m => IsSecret(m.Value, spared) ? Cut(m.Value) : m.Value);
    }

    private static string Cut(string secret) => secret.Length >= 3 * Shown ? secret[..Shown] + "***" : "***";

    private static bool IsSecret(string token, string? spared) =>
        token.Any(char.IsAsciiDigit)
        && token.Any(char.IsAsciiLetter)
        && spared?.Contains(token, StringComparison.Ordinal) != true
        && BitsPerCharacter(token) >= LeastBitsPerCharacter;

    private static double BitsPerCharacter(string token)
    {
        double bits = 0;
        foreach (var count in token.GroupBy(c => c).Select(g => (double)g.Count()))
        {
            bits -= count * Math.Log2(count / token.Length);
        }

        return bits / token.Length;
    }

    [GeneratedRegex("secret|credential|password|passwd|api[-_]?key|access[-_]?key|private[-_]?key|token", RegexOptions.IgnoreCase)]
    private static partial Regex SecretRule();

    [GeneratedRegex(@"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\z)")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(
        """((?:secret|credential|password|passwd|pwd|key|token)\w{0,20}["']?\s{0,5}(?::=|=>|[:=])\s{0,5}["'])([^"'\r\n]{4,500})(["'])""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"[A-Za-z0-9_+/=-]{16,2000}")]
    private static partial Regex Token();
}
