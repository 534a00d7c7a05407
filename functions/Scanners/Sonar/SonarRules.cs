using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>The rules that all answers of a report tell of. Texts are set aside, so that their number does not matter.</summary>
internal sealed class SonarRules : IDisposable
{
    private const int MostRules = 200_000;
    private const string DescriptionPart = "description";
    private const string AdvicePart = "advice";
    private const string LinksPart = "links";
    private readonly Dictionary<string, Known> rules = [];
    private readonly TextShelf texts = new();
    private readonly RuleShelf shelf = new();

    /// <summary>What is told of a rule; null when nothing is.</summary>
    public Known? Find(string id) => rules.GetValueOrDefault(id);

    /// <summary>A rule for findings, the same instance for all of them as long as there are not too many.</summary>
    /// <param name="name">What to call it when no answer tells.</param>
    public Rule Of(string id, string? name) => shelf.Find(id) ?? shelf.Keep(new Rule(id)
    {
        Name = Find(id)?.Name ?? name,
        Description = texts.Get(TextKey.OfAll(id, DescriptionPart)),
        Advice = texts.Get(TextKey.OfAll(id, AdvicePart)),
    });

    /// <summary>Addresses to read about a rule.</summary>
    public IReadOnlyList<string> LinksOf(string id) =>
        Find(id) is { HasLinks: true } ? texts.Get(TextKey.OfAll(id, LinksPart))?.Split('\n') ?? [] : [];

    /// <summary>Reads rules: the Web API writes a list, the generator a map.</summary>
    public void ReadAll(ref JsonCursor cursor)
    {
        if (cursor.IsNext(JsonTokenType.StartArray))
        {
            while (cursor.NextElement())
            {
                Read(ref cursor, null);
            }
        }
        else if (cursor.EnterObject())
        {
            while (cursor.NextMember())
            {
                Read(ref cursor, cursor.Member());
            }
        }
    }

    /// <summary>Reads one rule.</summary>
    /// <param name="key">Null when it tells its key itself.</param>
    /// <returns>Whether it was one.</returns>
    public bool Read(ref JsonCursor cursor, string? key)
    {
        var rule = new SonarRule();
        if (!SonarRule.Members.Read(ref cursor, rule) || (key ?? rule.Key) is not { } id || (rule.Name ?? rule.Description) is null)
        {
            return false;
        }

        // The list beside issues tells names only; a rule that was asked for tells all.
        var known = rules.GetValueOrDefault(id) ?? new Known(null, [], false);
        if (rules.Count < MostRules || rules.ContainsKey(id))
        {
            rules[id] = new Known(known.Name ?? rule.Name, known.Cwes.Count > 0 ? known.Cwes : rule.Cwes, known.HasLinks || rule.Links.Count > 0);
            Put(id, DescriptionPart, rule.Description);
            Put(id, AdvicePart, rule.Advice);
            Put(id, LinksPart, rule.Links.Count > 0 ? string.Join('\n', rule.Links) : null);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => texts.Dispose();

    private void Put(string id, string part, string? text)
    {
        if (text is not null)
        {
            texts.Put(TextKey.OfAll(id, part), text);
        }
    }

    /// <summary>What is held of a rule.</summary>
    /// <param name="Cwes">Weaknesses that it looks for.</param>
    /// <param name="HasLinks">Whether it has links for further reading.</param>
    public sealed record Known(string? Name, IReadOnlyList<int> Cwes, bool HasLinks);
}
