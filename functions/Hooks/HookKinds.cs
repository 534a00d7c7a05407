using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Hooks;

/// <summary>The kinds of trackers that call us.</summary>
public sealed class HookKinds(IEnumerable<ITrackerHooks> all)
{
    private readonly Dictionary<string, ITrackerHooks> hooks = all.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    /// <summary>What an instance's tracker calls us with; null when it has no webhooks.</summary>
    public ITrackerHooks? Find(Instance instance) => hooks.GetValueOrDefault(instance.Kind);
}
