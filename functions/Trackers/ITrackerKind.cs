using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>A kind of tracker: what it needs, and how to open a project in it.</summary>
public interface ITrackerKind
{
    /// <summary>Lower-case name: <c>folder</c>, <c>github</c>.</summary>
    string Kind { get; }

    /// <summary>Pause between two creations in a lane when the instance names none.</summary>
    TimeSpan DefaultPace { get; }

    /// <summary>Checks an instance's and a mapping's settings without calling anybody.</summary>
    /// <returns>One sentence for each mistake; empty when all is well. <paramref name="mapping"/> is null for the instance alone.</returns>
    IReadOnlyList<string> Check(Instance instance, Mapping? mapping);

    /// <summary>Opens a project. Secrets are read now, so a changed secret counts from the next opening.</summary>
    Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken);
}
