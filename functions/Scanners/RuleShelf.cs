using Patchbay.Findings;

namespace Patchbay.Scanners;

/// <summary>Keeps one instance for each rule of a report, so that its findings share the texts; forgets all when they grow too many.</summary>
internal sealed class RuleShelf
{
    private const int MostRules = 10_000;
    private const long MostCharacters = 8 << 20;
    private readonly Dictionary<string, Rule> rules = new(StringComparer.Ordinal);
    private long characters;

    /// <summary>The instance that is kept; null when there is none yet, or no more.</summary>
    public Rule? Find(string id) => rules.GetValueOrDefault(id);

    /// <summary>The instance to use: the first of this id.</summary>
    public Rule Keep(Rule rule)
    {
        if (rules.TryGetValue(rule.Id, out var known))
        {
            return known;
        }

        var length = rule.Id.Length + (rule.Name?.Length ?? 0) + (rule.Description?.Length ?? 0) + (rule.Advice?.Length ?? 0);
        if (rules.Count >= MostRules || characters + length > MostCharacters)
        {
            rules.Clear();
            characters = 0;
        }

        characters += length;
        rules[rule.Id] = rule;
        return rule;
    }
}
