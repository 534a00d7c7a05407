namespace Patchbay.Tickets;

/// <summary>The sentence that names a ticket's marker, for dialects that read pairs of backticks as code.</summary>
internal static class MarkSentence
{
    /// <summary>The sentence, the marker in backticks.</summary>
    public static string For(string marker) => $"Patchbay keeps this ticket in step as `{marker}`. Please leave this line in place.";
}
