using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>The hosts and URLs of a report, each taken apart once: many entries name the same few.</summary>
internal sealed class GenericPlaces
{
    // Some hundred bytes each.
    private const int Most = 1_000;
    private readonly Dictionary<string, Place?> known = [];

    /// <inheritdoc cref="ReportUrl.PlaceOf"/>
    public Place? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (known.TryGetValue(text, out var place))
        {
            return place;
        }

        place = ReportUrl.PlaceOf(text);
        if (known.Count < Most)
        {
            known[text] = place;
        }

        return place;
    }
}
