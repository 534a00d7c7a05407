namespace Patchbay.Scanners.Text;

/// <summary>Reads the dates of one report. What a scan found bears one date mostly, and some spellings are slow to read.</summary>
internal sealed class ReportDates
{
    private string? lastText;
    private DateTimeOffset? last;

    /// <inheritdoc cref="ReportDate.Of"/>
    public DateTimeOffset? Of(string? text)
    {
        if (text != lastText)
        {
            (lastText, last) = (text, ReportDate.Of(text));
        }

        return last;
    }
}
