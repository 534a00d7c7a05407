using Patchbay.Audit;
using Patchbay.Storage;

namespace Patchbay.Integrations;

/// <summary>The changes to one sort of item: judged against what is stored when they are written, and noted in the audit with it.</summary>
/// <param name="of">Finds the sort's items among all.</param>
internal sealed class BookSection<T>(
    IntegrationRows rows, Func<IntegrationSet, IReadOnlyDictionary<string, StoredItem<T>>> of, TimeProvider clock)
{
    private static readonly string Sort = typeof(T).Name.ToLowerInvariant();

    /// <summary>Adds or replaces an item; one that changes nothing is not written.</summary>
    /// <param name="judge">Makes the item from what is stored, and finds its mistakes.</param>
    /// <param name="aside">What changes beside the item, in words for the audit; null for nothing.</param>
    public Task<BookChange> PutAsync(
        string name,
        Editor editor,
        Func<IntegrationSet, StoredItem<T>?, (T Next, IReadOnlyList<SettingMistake> Mistakes)> judge,
        string? aside,
        CancellationToken cancellationToken) =>
        rows.ChangeAsync(set =>
        {
            var was = of(set).GetValueOrDefault(name);
            if (editor.IsStale(was?.Version))
            {
                return (new BookChange.Stale(), []);
            }

            var (next, mistakes) = judge(set, was);
            if (mistakes.Count > 0)
            {
                return (new BookChange.Wrong(mistakes), []);
            }

            var body = StoredJson.Write(next);
            var version = IntegrationRows.VersionOf(body);
            var changes = new List<Change>();
            if (was is null)
            {
                changes.Add(new Change.Add(IntegrationRows.KeyOf<T>(name), body));
            }
            else if (was.Version != version)
            {
                changes.Add(new Change.Replace(IntegrationRows.KeyOf<T>(name), was.RowVersion, body));
            }

            if (changes.Count > 0 || aside is not null)
            {
                var what = $"{(was is null ? "add" : "change")} {Sort}{(aside is null ? "" : $", {aside}")}";
                changes.Add(Note(name, editor, what, was is null ? default : was.Item, next));
            }

            return (new BookChange.Done(version, was is null), changes);
        }, cancellationToken);

    /// <summary>Removes an item.</summary>
    /// <param name="users">Those that refer to it, as words; any one keeps it where it is.</param>
    public Task<BookChange> RemoveAsync(
        string name, Editor editor, Func<IntegrationSet, IReadOnlyList<string>> users, CancellationToken cancellationToken) =>
        rows.ChangeAsync(set =>
        {
            if (of(set).GetValueOrDefault(name) is not { } was)
            {
                return (new BookChange.Missing(), []);
            }

            if (editor.IsStale(was.Version))
            {
                return (new BookChange.Stale(), []);
            }

            return users(set) is { Count: > 0 } by
                ? (new BookChange.InUse(by), [])
                : (new BookChange.Done(null, IsNew: false),
                [
                    new Change.Remove(IntegrationRows.KeyOf<T>(name), was.RowVersion),
                    Note(name, editor, $"remove {Sort}", was.Item, default),
                ]);
        }, cancellationToken);

    private Change Note(string name, Editor editor, string what, T? before, T? after) =>
        Audit.Audit.Row(new AuditEntry($"{Sort} {name}", editor.Who, what, clock.GetUtcNow()), before, after);
}
