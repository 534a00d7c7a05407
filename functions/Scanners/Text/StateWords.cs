using System.Collections.Frozen;
using Patchbay.Findings;

namespace Patchbay.Scanners.Text;

/// <summary>Brings the words for a finding's state to ours. Source: formats page, section 12.3.</summary>
public static class StateWords
{
    private const int MostCharacters = 60;
    private const int MostFlagCharacters = 5;

    private static readonly FrozenDictionary<string, ReportedState> Words = new (ReportedState State, string Spellings)[]
    {
        (ReportedState.Open, "open new active reopened confirmed toreview exploitable intriage affected unresolved unmitigated existing unchanged updated"),
        (ReportedState.Suppressed, "suppressed accepted riskaccepted wontfix acknowledged ignored dismissed autodismissed muted outofscope tolerablerisk inactive"),
        (ReportedState.FalsePositive, "falsepositive notanissue safe notaffected inaccurate notused notexploitable"),
        (ReportedState.Fixed, "fixed closed removed resolved resolvedwithpedigree mitigated absent withdrawn remediated"),
        (ReportedState.NotAFinding, "pass passed notapplicable"),
    }.SelectMany(row => row.Spellings.Split(' ').Select(word => (word, row.State))).ToFrozenDictionary(pair => pair.word, pair => pair.State);

    /// <summary>The state that a word means, in any case and with any dashes, blanks or underscores; null when unknown.</summary>
    public static ReportedState? Of(string? word)
    {
        if (string.IsNullOrEmpty(word) || word.Length > MostCharacters)
        {
            return null;
        }

        Span<char> plain = stackalloc char[MostCharacters];
        var length = 0;
        foreach (var c in word)
        {
            if (char.IsAsciiLetter(c))
            {
                plain[length++] = char.ToLowerInvariant(c);
            }
        }

        return Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(plain[..length], out var state) ? state : null;
    }

    /// <summary>Reads a truth value in any of its spellings; null when it is none.</summary>
    public static bool? Flag(string? text)
    {
        var word = text.AsSpan().Trim();
        Span<char> lower = stackalloc char[MostFlagCharacters];
        return word.Length > MostFlagCharacters ? null : lower[..word.ToLowerInvariant(lower)] switch
        {
            "true" or "1" or "yes" or "y" or "t" or "on" => true,
            "false" or "0" or "no" or "n" or "f" or "off" => false,
            _ => null,
        };
    }
}
