namespace Patchbay.Tickets.Plain;

/// <summary>A title for trackers whose titles have no markup at all.</summary>
public static class PlainTitle
{
    /// <summary>One line, cut with an ellipsis, never within a character.</summary>
    /// <param name="limit">UTF-16 units.</param>
    public static string Of(string title, int limit)
    {
        var line = ScannerText.OneLine(title);
        return line.Length <= limit ? line : BoundedText.Head(line, limit - 1).TrimEnd() + "…";
    }
}
