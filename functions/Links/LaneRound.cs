using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What one draining of a lane keeps in mind: the projects it opened and how it goes.</summary>
internal sealed class LaneRound(IntegrationBook integrations, TrackerKinds kinds)
{
    private readonly Dictionary<string, OpenMapping?> opened = new(StringComparer.Ordinal);

    /// <summary>Pushes parked in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Pause after a call; that of the project opened last.</summary>
    public TimeSpan Pace { get; private set; }

    /// <summary>Opens a mapping's project once; null when the mapping is gone.</summary>
    public async Task<OpenMapping?> OpenAsync(string mapping, CancellationToken cancellationToken)
    {
        if (!opened.TryGetValue(mapping, out var open))
        {
            var route = await integrations.FindRouteAsync(mapping, cancellationToken);
            open = route is null ? null : new OpenMapping(route, await kinds.OpenAsync(route, cancellationToken));
            opened[mapping] = open;
        }

        Pace = open is null ? TimeSpan.Zero : kinds.PaceOf(open.Route.Instance);
        return open;
    }
}

/// <summary>A mapping with its project opened.</summary>
internal sealed record OpenMapping(TicketRoute Route, ITracker Tracker);
