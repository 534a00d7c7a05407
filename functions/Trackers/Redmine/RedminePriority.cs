using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Trackers.Redmine;

/// <summary>Which priority an issue of a severity has. Pure.</summary>
internal static class RedminePriority
{
    // What a fresh Redmine calls them; a mapping that names its own is not looked up here.
    private static readonly Dictionary<Severity, string> Usual = new()
    {
        [Severity.Critical] = "Immediate",
        [Severity.High] = "Urgent",
        [Severity.Medium] = "Normal",
        [Severity.Low] = "Low",
    };

    /// <summary>The mapping's priority, otherwise the usual one; null where Redmine has none like it, and keeps its own.</summary>
    public static NamedChoice? Of(Severity severity, Mapping mapping, IReadOnlyList<NamedChoice> priorities) =>
        (mapping.Priorities.GetValueOrDefault(severity) ?? Usual.GetValueOrDefault(severity)) is { } name ? priorities.Find(name) : null;
}
