using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>The kinds of trackers this app knows.</summary>
public sealed class TrackerKinds
{
    private readonly Dictionary<string, ITrackerKind> kinds;

    /// <summary>Takes the kinds, each of another name.</summary>
    public TrackerKinds(IEnumerable<ITrackerKind> kinds)
    {
        this.kinds = kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
    }

    /// <summary>All kinds, in order of their names.</summary>
    public IReadOnlyList<ITrackerKind> All => [.. kinds.Values.OrderBy(k => k.Kind, StringComparer.Ordinal)];

    /// <summary>What is wrong with an instance, or with a mapping in it; null when there is no such kind. A <see cref="KindCheck"/>.</summary>
    public IReadOnlyList<SettingMistake>? Check(Instance instance, Mapping? mapping) =>
        kinds.GetValueOrDefault(instance.Kind) is not { } kind ? null
        : mapping is null ? [.. Unknown(kind, instance), .. kind.Check(instance, null)]
        : [.. MappingPart.Unknown(kind, mapping), .. MappingPart.UnknownWords(mapping), .. kind.Check(instance, mapping)];

    /// <summary>Opens the project that a mapping leads to.</summary>
    /// <exception cref="InvalidOperationException">No such kind is part of this app; the book lets none in.</exception>
    public Task<ITracker> OpenAsync(TicketRoute route, CancellationToken cancellationToken) =>
        KindOf(route.Instance).OpenAsync(route.Instance, route.Mapping, cancellationToken);

    /// <summary>What can show reports at commits in an instance; null when its kind cannot.</summary>
    public ICommitReports? ReportsOf(Instance instance) => kinds.GetValueOrDefault(instance.Kind) as ICommitReports;

    /// <summary>What can make webhooks in an instance; null when only an administrator can.</summary>
    public IHookMaker? HooksOf(Instance instance) => kinds.GetValueOrDefault(instance.Kind) as IHookMaker;

    /// <summary>Pause between two creations in a lane of the instance.</summary>
    /// <exception cref="InvalidOperationException">No such kind is part of this app.</exception>
    public TimeSpan PaceOf(Instance instance) =>
        instance.PaceMilliseconds is { } pace ? TimeSpan.FromMilliseconds(pace) : KindOf(instance).DefaultPace;

    private ITrackerKind KindOf(Instance instance) =>
        kinds.GetValueOrDefault(instance.Kind)
        ?? throw new InvalidOperationException($"The instance {instance.Name} is of kind {instance.Kind}, which this app does not know.");

    private static IEnumerable<SettingMistake> Unknown(ITrackerKind kind, Instance instance)
    {
        var plain = kind.Settings.Where(s => !s.IsSecret).Select(s => s.Name).ToList();
        var secret = kind.Settings.Where(s => s.IsSecret).Select(s => s.Name).ToList();
        foreach (var name in instance.Settings.Keys.Except(plain, StringComparer.Ordinal))
        {
            yield return new($"$.settings.{name}", secret.Contains(name)
                ? $"{name} is a secret: give it under secrets."
                : $"{kind.Kind} has no setting {name}; {Choice(plain)}");
        }

        foreach (var name in instance.Secrets.Except(secret, StringComparer.Ordinal))
        {
            yield return new($"$.secrets.{name}", $"{kind.Kind} has no secret {name}; {Choice(secret)}");
        }
    }

    private static string Choice(List<string> names) => names.Count == 0 ? "it has none." : $"it knows {string.Join(", ", names)}.";
}
