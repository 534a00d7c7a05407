using System.Text.RegularExpressions;

namespace Patchbay.Tickets;

/// <summary>The sentence that names a ticket's marker, for dialects that read pairs of backticks as code.</summary>
internal static partial class MarkSentence
{
    private const string Beginning = "Patchbay keeps this ticket in step as";

    /// <summary>The sentence, the marker in backticks.</summary>
    public static string For(string marker) => $"{Beginning} `{marker}`. Please leave this line in place.";

    /// <summary>Whether a comment ends in the sentence, with whatever stands for backticks. Who quotes it writes something before the line or below it.</summary>
    public static bool IsLastLineOf(string text)
    {
        var end = text.AsSpan().TrimEnd();
        var line = end[(end.LastIndexOf('\n') + 1)..];
        return line.StartsWith(Beginning, StringComparison.Ordinal) && Marker().IsMatch(line[Beginning.Length..]);
    }

    [GeneratedRegex(@"^\W{1,4}pb-[0-9a-z]{12}\b")]
    private static partial Regex Marker();
}
