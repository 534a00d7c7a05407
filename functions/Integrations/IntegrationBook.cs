using Patchbay.Audit;
using Patchbay.Integrations.Secrets;
using Patchbay.Storage;

namespace Patchbay.Integrations;

/// <summary>The instances, mappings and assignments. Safe to call from many threads and processes.</summary>
public sealed class IntegrationBook(IStore store, ISecrets secrets, IntegrationRules rules, TimeProvider clock)
{
    // Evaluations ask once for each batch of findings. Within this time another process's change may not be seen.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(3);

    private readonly IntegrationRows rows = new(store, clock);
    private Cached? cached;

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
        var known = Volatile.Read(ref cached);
        if (known is not null && now - known.At < Freshness)
        {
            return known.Set;
        }

        var version = await rows.BookVersionAsync(cancellationToken);
        var set = known?.BookVersion is not null && known.BookVersion == version ? known.Set : await rows.LoadAsync(cancellationToken);
        // Not when a change came in between: what was loaded may be older than it.
        Interlocked.CompareExchange(ref cached, new Cached(set, version, now), known);
        return set;
    }

    /// <summary>Adds or replaces an instance and writes its secrets.</summary>
    /// <param name="instance">Its list of secrets is ignored: it follows from what is set.</param>
    /// <param name="values">Secrets to write, or to remove where null; others stay as they are.</param>
    public async Task<BookChange> PutAsync(
        Instance instance, IReadOnlyDictionary<string, string?> values, Editor editor, CancellationToken cancellationToken)
    {
        var aside = values.Count > 0 ? $"give secrets {string.Join(", ", values.Keys)}" : null;
        var change = await Instances.PutAsync(
            instance.Name, editor, (set, was) => Judge(instance, values, set, was?.Item), aside, cancellationToken);
        Forget();

        // After the commit, so that of two callers only the one whose change stands writes its secrets.
        foreach (var (name, value) in change is BookChange.Done ? values : new Dictionary<string, string?>())
        {
            await secrets.SetAsync(SecretName.Of(instance.Name, name), value, cancellationToken);
        }

        return change;
    }

    /// <summary>Adds or replaces a mapping.</summary>
    public async Task<BookChange> PutAsync(Mapping mapping, Editor editor, CancellationToken cancellationToken)
    {
        var change = await Mappings.PutAsync(
            mapping.Name, editor, (set, _) => (mapping, rules.Check(mapping, set)), null, cancellationToken);
        Forget();
        return change;
    }

    /// <summary>Adds or replaces an assignment.</summary>
    public async Task<BookChange> PutAsync(Assignment assignment, Editor editor, CancellationToken cancellationToken)
    {
        var change = await Assignments.PutAsync(
            assignment.Name, editor, (set, _) => (assignment, IntegrationRules.Check(assignment, set)), null, cancellationToken);
        Forget();
        return change;
    }

    /// <summary>Removes an instance and its secrets, unless a mapping leads to it.</summary>
    public async Task<BookChange> RemoveInstanceAsync(string name, Editor editor, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> orphans = [];
        var change = await Instances.RemoveAsync(name, editor, set =>
        {
            orphans = set.Instances[name].Item.Secrets;
            return [.. set.Mappings.Values.Where(m => m.Item.Instance == name).Select(m => $"mapping {m.Item.Name}")];
        }, cancellationToken);
        Forget();
        foreach (var secret in change is BookChange.Done ? orphans : [])
        {
            await secrets.SetAsync(SecretName.Of(name, secret), null, cancellationToken);
        }

        return change;
    }

    /// <summary>Removes a mapping, unless an assignment names it.</summary>
    public async Task<BookChange> RemoveMappingAsync(string name, Editor editor, CancellationToken cancellationToken)
    {
        var change = await Mappings.RemoveAsync(
            name,
            editor,
            set => [.. set.Assignments.Values.Where(a => a.Item.Mapping == name).Select(a => $"assignment {a.Item.Name}")],
            cancellationToken);
        Forget();
        return change;
    }

    /// <summary>Removes an assignment.</summary>
    public async Task<BookChange> RemoveAssignmentAsync(string name, Editor editor, CancellationToken cancellationToken)
    {
        var change = await Assignments.RemoveAsync(name, editor, _ => [], cancellationToken);
        Forget();
        return change;
    }

    /// <summary>Lists who changed an item, newest first.</summary>
    /// <param name="subject"><c>instance hub</c>, <c>mapping web</c>, <c>assignment all</c>.</param>
    public IAsyncEnumerable<AuditEntry> HistoryOf(string subject, CancellationToken cancellationToken) =>
        new Audit.Audit(store).ListAsync(IntegrationRows.Partition, subject, cancellationToken);

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
        Forget();
    }

    private BookSection<Instance> Instances => new(rows, set => set.Instances, clock);

    private BookSection<Mapping> Mappings => new(rows, set => set.Mappings, clock);

    private BookSection<Assignment> Assignments => new(rows, set => set.Assignments, clock);

    private static SettingMistake SecretsStayBehind { get; } = new(
        "$.url", "Give all secrets again: those that are stored were meant for another address and are not sent to this one.");

    private static Change.Add Add<T>(string name, T item) => new(IntegrationRows.KeyOf<T>(name), StoredJson.Write(item));

    private (Instance Next, IReadOnlyList<SettingMistake> Mistakes) Judge(
        Instance instance, IReadOnlyDictionary<string, string?> values, IntegrationSet set, Instance? was)
    {
        var kept = (was?.Secrets ?? []).Except(values.Keys, StringComparer.Ordinal).ToList();
        var given = values.Where(v => v.Value is not null).Select(v => v.Key);
        var next = instance with { Secrets = [.. kept.Concat(given).Order(StringComparer.Ordinal)] };
        var mistakes = rules.Check(next, values, set);
        return (next, kept.Count > 0 && LeadsElsewhere(was!, next) ? [.. mistakes, SecretsStayBehind] : mistakes);
    }

    private static bool LeadsElsewhere(Instance was, Instance next) =>
        was.Kind != next.Kind || Authority(was.Url) != Authority(next.Url);

    private static string Authority(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : "";

    private void Forget() => cached = new Cached(new IntegrationSet([], [], []), null, DateTimeOffset.MinValue);

    private sealed record Cached(IntegrationSet Set, string? BookVersion, DateTimeOffset At);
}
