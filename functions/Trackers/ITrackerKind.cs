using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>A kind of tracker: what it needs, and how to open a project in it.</summary>
public interface ITrackerKind
{
    /// <summary>Lower-case name: <c>folder</c>, <c>github</c>.</summary>
    string Kind { get; }

    /// <summary>What a project is there, for a person who writes a mapping: <c>owner/repository</c>.</summary>
    string ProjectHint { get; }

    /// <summary>Settings and secrets an instance may have; others are mistakes.</summary>
    IReadOnlyList<KindSetting> Settings { get; }

    /// <summary>The parts of a mapping that mean something here; a mapping that gives another is told so.</summary>
    MappingParts Parts { get; }

    /// <summary>Pause between two creations in a lane when the instance names none.</summary>
    TimeSpan DefaultPace { get; }

    /// <summary>Checks an instance's and a mapping's settings without calling anybody; unknown names are found by <see cref="TrackerKinds"/>.</summary>
    /// <returns>Every mistake; empty when all is well. <paramref name="mapping"/> is null for the instance alone.</returns>
    IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping);

    /// <summary>Opens a project. Secrets are read now, so a changed secret counts from the next opening.</summary>
    Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken);
}

/// <summary>One thing a person can set for an instance of a kind.</summary>
/// <param name="Name">Its name in the instance's settings or secrets.</param>
/// <param name="Description">What it is and what holds without it, in one sentence.</param>
/// <param name="IsSecret">It belongs to the secrets, which are written and never returned.</param>
public sealed record KindSetting(string Name, string Description, bool IsSecret = false);
