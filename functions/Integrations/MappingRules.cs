using Patchbay.Findings;

namespace Patchbay.Integrations;

/// <summary>What must hold for the texts of a mapping, whatever the tracker.</summary>
internal static class MappingRules
{
    private const int BodyCharacters = 10_000;
    private const int LongestAcceptance = 3650;

    /// <summary>Adds one mistake for each text that will not do.</summary>
    public static void Check(Mapping mapping, List<SettingMistake> mistakes)
    {
        IntegrationRules.CheckTexts(mistakes, "$.labels", mapping.Labels);
        IntegrationRules.CheckTexts(mistakes, "$.components", mapping.Components);
        CheckMap(mistakes, "severityLabels", mapping.SeverityLabels);
        CheckMap(mistakes, "priorities", mapping.Priorities);
        CheckMap(mistakes, "statuses", mapping.Statuses);
        CheckMap(mistakes, "resolutions", mapping.Resolutions);
        CheckMap(mistakes, "fields", mapping.Fields);
        CheckOptional(mistakes, "assignee", mapping.Assignee);
        CheckOptional(mistakes, "issueType", mapping.IssueType);
        CheckOptional(mistakes, "title", mapping.Title);
        CheckSync(mistakes, mapping.Sync);
        if (mapping.Body is { } body && (string.IsNullOrWhiteSpace(body) || body.Length > BodyCharacters))
        {
            mistakes.Add(new("$.body", $"Give a text of 1 to {BodyCharacters} characters."));
        }
    }

    private static void CheckSync(List<SettingMistake> mistakes, MappingSync sync)
    {
        if (sync.AcceptDays is < 1 or > LongestAcceptance)
        {
            mistakes.Add(new("$.sync.acceptDays", $"Give 1 to {LongestAcceptance} days, or nothing for good."));
        }

        foreach (var (name, map) in new[] { ("statuses", sync.Statuses), ("resolutions", sync.Resolutions) })
        {
            foreach (var (word, state) in map)
            {
                IntegrationRules.CheckText(mistakes, $"$.sync.{name}", word);
                if (!CanBeSaid(state))
                {
                    mistakes.Add(new($"$.sync.{name}.{word}", "A ticket can say open, fixed, false-positive or risk-accepted."));
                }
            }
        }
    }

    private static bool CanBeSaid(FindingState state) =>
        state is FindingState.Open or FindingState.Fixed or FindingState.FalsePositive or FindingState.RiskAccepted;

    private static void CheckMap<TKey>(List<SettingMistake> mistakes, string name, IReadOnlyDictionary<TKey, string> map)
    {
        foreach (var (key, text) in map)
        {
            IntegrationRules.CheckText(mistakes, $"$.{name}.{key}", text);
        }
    }

    private static void CheckOptional(List<SettingMistake> mistakes, string name, string? text)
    {
        if (text is not null)
        {
            IntegrationRules.CheckText(mistakes, $"$.{name}", text);
        }
    }
}
