using Patchbay.Integrations.Secrets;
using Patchbay.Storage;

namespace Patchbay.Integrations;

/// <summary>The instances, mappings and assignments. Safe to call from many threads and processes.</summary>
public sealed class IntegrationBook(IStore store, ISecrets secrets, IntegrationRules rules, TimeProvider clock)
{
    // Evaluations ask once for each batch of findings. Within this time another process's change may not be seen.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(3);

    private readonly IntegrationRows rows = new(store, clock);
    private volatile Cached? cached;

    /// <summary>The assignments of an asset, in order of their names.</summary>
    /// <param name="asset">The asset's slug.</param>
    /// <param name="tags">The asset's tags.</param>
    public async Task<IReadOnlyList<Assignment>> AssignmentsForAsync(
        string asset, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).AssignmentsFor(asset, tags);

    /// <summary>Where a mapping leads; null when there is no such mapping.</summary>
    public async Task<TicketRoute?> FindRouteAsync(string mapping, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).RouteOf(mapping);

    /// <summary>Everything, at most three seconds old.</summary>
    public async Task<IntegrationSet> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = cached;
        if (known is not null && now - known.At < Freshness)
        {
            return known.Set;
        }

        var version = await rows.BookVersionAsync(cancellationToken);
        var set = known is not null && known.BookVersion == version ? known.Set : await rows.LoadAsync(cancellationToken);
        cached = new Cached(set, version, now);
        return set;
    }

    /// <summary>Adds or replaces an instance and writes its secrets.</summary>
    /// <param name="instance">Its list of secrets is ignored: it follows from what is set.</param>
    /// <param name="values">Secrets to write, or to remove where null; others stay as they are.</param>
    /// <param name="isStale">Whether the caller's condition forbids a change of this version; null when there is none yet.</param>
    public async Task<BookChange> PutAsync(
        Instance instance, IReadOnlyDictionary<string, string?> values, Predicate<string?> isStale, CancellationToken cancellationToken)
    {
        var change = await ChangeAsync(instance.Name, s => s.Instances.GetValueOrDefault(instance.Name), isStale, (set, was) =>
        {
            var kept = (was?.Item.Secrets ?? []).Except(values.Keys, StringComparer.Ordinal).ToList();
            var next = instance with
            {
                Secrets = [.. kept.Concat(values.Where(v => v.Value is not null).Select(v => v.Key)).Order(StringComparer.Ordinal)],
            };
            var mistakes = rules.Check(next, values, set);
            return (next, kept.Count > 0 && LeadsElsewhere(was!.Item, next) ? [.. mistakes, SecretsStayBehind] : mistakes);
        }, cancellationToken);

        // After the commit, so that of two callers only the one whose change stands writes its secrets.
        foreach (var (name, value) in change is BookChange.Done ? values : new Dictionary<string, string?>())
        {
            await secrets.SetAsync(SecretName.Of(instance.Name, name), value, cancellationToken);
        }

        return change;
    }

    /// <summary>Adds or replaces a mapping.</summary>
    /// <param name="isStale">Whether the caller's condition forbids a change of this version; null when there is none yet.</param>
    public Task<BookChange> PutAsync(Mapping mapping, Predicate<string?> isStale, CancellationToken cancellationToken) =>
        ChangeAsync(
            mapping.Name,
            set => set.Mappings.GetValueOrDefault(mapping.Name),
            isStale,
            (set, _) => (mapping, rules.Check(mapping, set)),
            cancellationToken);

    /// <summary>Adds or replaces an assignment.</summary>
    /// <param name="isStale">Whether the caller's condition forbids a change of this version; null when there is none yet.</param>
    public Task<BookChange> PutAsync(Assignment assignment, Predicate<string?> isStale, CancellationToken cancellationToken) =>
        ChangeAsync(
            assignment.Name,
            set => set.Assignments.GetValueOrDefault(assignment.Name),
            isStale,
            (set, _) => (assignment, IntegrationRules.Check(assignment, set)),
            cancellationToken);

    /// <summary>Removes an instance and its secrets, unless a mapping leads to it.</summary>
    /// <param name="isStale">Whether the caller's condition forbids the removal of this version.</param>
    public async Task<BookChange> RemoveInstanceAsync(string name, Predicate<string?> isStale, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> orphans = [];
        var change = await RemoveAsync(name, s => s.Instances.GetValueOrDefault(name), isStale, set =>
        {
            orphans = set.Instances[name].Item.Secrets;
            return [.. set.Mappings.Values.Where(m => m.Item.Instance == name).Select(m => $"mapping {m.Item.Name}")];
        }, cancellationToken);

        foreach (var secret in change is BookChange.Done ? orphans : [])
        {
            await secrets.SetAsync(SecretName.Of(name, secret), null, cancellationToken);
        }

        return change;
    }

    /// <summary>Removes a mapping, unless an assignment names it.</summary>
    /// <param name="isStale">Whether the caller's condition forbids the removal of this version.</param>
    public Task<BookChange> RemoveMappingAsync(string name, Predicate<string?> isStale, CancellationToken cancellationToken) =>
        RemoveAsync(
            name,
            set => set.Mappings.GetValueOrDefault(name),
            isStale,
            set => [.. set.Assignments.Values.Where(a => a.Item.Mapping == name).Select(a => $"assignment {a.Item.Name}")],
            cancellationToken);

    /// <summary>Removes an assignment.</summary>
    /// <param name="isStale">Whether the caller's condition forbids the removal of this version.</param>
    public Task<BookChange> RemoveAssignmentAsync(string name, Predicate<string?> isStale, CancellationToken cancellationToken) =>
        RemoveAsync(name, set => set.Assignments.GetValueOrDefault(name), isStale, _ => [], cancellationToken);

    /// <summary>On the very first start: tickets for every asset go to a folder. What a person changed or removed since stays so.</summary>
    public async Task EnsureDefaultsAsync(CancellationToken cancellationToken)
    {
        if (await rows.BookVersionAsync(cancellationToken) is not null)
        {
            return;
        }

        var instance = new Instance("folder", "folder");
        var mapping = new Mapping("tickets", instance.Name, "tickets");
        var assignment = new Assignment("everything", mapping.Name);

        // When another process was faster, its defaults stand.
        Change[] defaults = [Add(instance.Name, instance), Add(mapping.Name, mapping), Add(assignment.Name, assignment)];
        await rows.CommitAsync(null, defaults, cancellationToken);
        cached = null;
    }

    private static SettingMistake SecretsStayBehind { get; } = new(
        "$.url", "Give all secrets again: those that are stored were meant for another address and are not sent to this one.");

    private static Change.Add Add<T>(string name, T item) => new(IntegrationRows.KeyOf<T>(name), StoredJson.Write(item));

    private static bool LeadsElsewhere(Instance was, Instance next) =>
        was.Kind != next.Kind || Authority(was.Url) != Authority(next.Url);

    private static string Authority(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : "";

    private Task<BookChange> ChangeAsync<T>(
        string name,
        Func<IntegrationSet, StoredItem<T>?> find,
        Predicate<string?> isStale,
        Func<IntegrationSet, StoredItem<T>?, (T Next, IReadOnlyList<SettingMistake> Mistakes)> judge,
        CancellationToken cancellationToken) =>
        CommitAsync(set =>
        {
            var was = find(set);
            if (isStale(was?.Version))
            {
                return (new BookChange.Stale(), null);
            }

            var (next, mistakes) = judge(set, was);
            if (mistakes.Count > 0)
            {
                return (new BookChange.Wrong(mistakes), null);
            }

            var key = IntegrationRows.KeyOf<T>(name);
            var body = StoredJson.Write(next);
            var done = new BookChange.Done(IntegrationRows.VersionOf(body), was is null);
            return (done, was is null ? new Change.Add(key, body) : new Change.Replace(key, was.RowVersion, body));
        }, cancellationToken);

    private Task<BookChange> RemoveAsync<T>(
        string name,
        Func<IntegrationSet, StoredItem<T>?> find,
        Predicate<string?> isStale,
        Func<IntegrationSet, IReadOnlyList<string>> users,
        CancellationToken cancellationToken) =>
        CommitAsync(set =>
        {
            if (find(set) is not { } was)
            {
                return (new BookChange.Missing(), null);
            }

            return isStale(was.Version) ? (new BookChange.Stale(), null)
                : users(set) is { Count: > 0 } by ? (new BookChange.InUse(by), null)
                : (new BookChange.Done(null, IsNew: false), new Change.Remove(IntegrationRows.KeyOf<T>(name), was.RowVersion));
        }, cancellationToken);

    // Decides anew, on what is then stored, as often as somebody else was faster.
    private async Task<BookChange> CommitAsync(
        Func<IntegrationSet, (BookChange End, Change? Change)> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = await rows.BookVersionAsync(cancellationToken);
            var (end, change) = decide(await rows.LoadAsync(cancellationToken));
            if (change is null)
            {
                return end;
            }

            if (await rows.CommitAsync(version, [change], cancellationToken))
            {
                cached = null;
                return end;
            }
        }
    }

    private sealed record Cached(IntegrationSet Set, string? BookVersion, DateTimeOffset At);
}
