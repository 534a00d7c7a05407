namespace Patchbay.Scanners;

/// <summary>A body that is not a whole report of the format. Never leaves <see cref="ReportReader"/>.</summary>
/// <param name="reason">One sentence: what was expected and what was there.</param>
/// <param name="at">Line, byte offset or JSON path of the trouble; null when it is the whole body.</param>
#pragma warning disable CA1032 // Without a reason it would be useless.
public sealed class UnreadableReportException(string reason, string? at = null, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Line, byte offset or JSON path of the trouble; null when it is the whole body.</summary>
    public string? At { get; } = at;
}
