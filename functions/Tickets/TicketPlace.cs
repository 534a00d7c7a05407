using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>Says where a finding is, for people.</summary>
internal static class TicketPlace
{
    private const int TitleCharacters = 100;

    /// <summary>File, component or host in a few words, for a title; null when the finding is nowhere.</summary>
    public static string? Short(Place place)
    {
        var text = place.Path ?? ComponentName.Of(place) ?? Host(place) ?? place.Url ?? place.Symbol;
        if (text is null)
        {
            return null;
        }

        // The end of a path tells more than its beginning.
        var line = ScannerText.OneLine(text);
        var from = Math.Max(0, line.Length - TitleCharacters);
        return from == 0 ? line : "…" + line[(char.IsLowSurrogate(line[from]) ? from + 1 : from)..];
    }

    /// <summary>File with line, component with version, or host, for a list; null when the finding is nowhere.</summary>
    public static string? Line(Place place) => place switch
    {
        { Path: { } path, Line: { } line } => Invariant($"{path}:{line}"),
        { Path: { } path } => path,
        _ => ComponentName.Of(place) ?? place.Url ?? Host(place) ?? place.Symbol,
    };

    /// <summary>The component with its version; null without one.</summary>
    public static string? Component(Place place) =>
        place.Component is null ? null
        : place.Version is null || place.Component.Contains(place.Version, StringComparison.Ordinal) ? place.Component
        : $"{place.Component} {place.Version}";

    /// <summary>The host with its port; null without one.</summary>
    public static string? Host(Place place) =>
        place is { Host: { } host, Port: { } port } ? Invariant($"{host}:{port}") : place.Host;

    /// <summary>The text as <see cref="TicketBlock.Prose"/> holds code.</summary>
    public static string Code(string text) => $"`{ScannerText.OneLine(text).Replace('`', '\'')}`";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
