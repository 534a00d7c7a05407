using Patchbay.Integrations.Secrets;

namespace Patchbay.Integrations;

/// <summary>What must hold for instances, mappings and assignments. Every mistake is found, not only the first.</summary>
public sealed class IntegrationRules(KindCheck kinds)
{
    /// <summary>Most parallel lanes of an instance.</summary>
    public const int MostLanes = 8;

    private const int MostEntries = 1_000;
    private const int MostCharacters = 500;
    private const int SecretCharacters = 20_000;
    private static readonly TimeSpan LongestPace = TimeSpan.FromMinutes(10);

    /// <summary>Checks an instance, and whether the mappings that lead to it still can.</summary>
    /// <param name="secrets">Values to be written with it; null removes one.</param>
    public IReadOnlyList<SettingMistake> Check(
        Instance instance, IReadOnlyDictionary<string, string?> secrets, IntegrationSet stored)
    {
        var mistakes = new List<SettingMistake>();
        CheckName(mistakes, instance.Name);
        CheckUrl(mistakes, instance);
        if (instance.Lanes is < 1 or > MostLanes)
        {
            mistakes.Add(new("$.lanes", $"An instance has 1 to {MostLanes} lanes."));
        }

        if (instance.PaceMilliseconds is { } pace && (pace < 0 || pace > LongestPace.TotalMilliseconds))
        {
            mistakes.Add(new("$.paceMilliseconds", $"The pace is 0 to {LongestPace.TotalMilliseconds} milliseconds."));
        }

        foreach (var (name, value) in instance.Settings)
        {
            CheckText(mistakes, $"$.settings.{name}", value);
        }

        foreach (var (name, value) in secrets)
        {
            CheckSecret(mistakes, name, value);
        }

        if (kinds(instance, null) is { } found)
        {
            mistakes.AddRange(found);
            mistakes.AddRange(MistakesOfMappings(instance, stored));
        }
        else
        {
            mistakes.Add(new("$.kind", $"There is no tracker kind {instance.Kind}; GET /api/integrations/kinds lists them."));
        }

        return mistakes;
    }

    /// <summary>Checks a mapping against its instance.</summary>
    public IReadOnlyList<SettingMistake> Check(Mapping mapping, IntegrationSet stored)
    {
        var mistakes = new List<SettingMistake>();
        CheckName(mistakes, mapping.Name);
        CheckText(mistakes, "$.project", mapping.Project);
        MappingRules.Check(mapping, mistakes);
        if (stored.Instances.GetValueOrDefault(mapping.Instance) is { } instance)
        {
            mistakes.AddRange(kinds(instance.Item, mapping) ?? []);
        }
        else
        {
            mistakes.Add(new("$.instance", $"There is no instance {mapping.Instance}."));
        }

        return mistakes;
    }

    /// <summary>Checks an assignment against its mapping.</summary>
    public static IReadOnlyList<SettingMistake> Check(Assignment assignment, IntegrationSet stored)
    {
        var mistakes = new List<SettingMistake>();
        CheckName(mistakes, assignment.Name);
        CheckTexts(mistakes, "$.assets", assignment.Assets);
        CheckTexts(mistakes, "$.tags", assignment.Tags);
        if (!stored.Mappings.ContainsKey(assignment.Mapping))
        {
            mistakes.Add(new("$.mapping", $"There is no mapping {assignment.Mapping}."));
        }

        if (assignment.Assets.Count == 0)
        {
            mistakes.Add(new("$.assets", "Name at least one asset, or * for all."));
        }

        for (var i = 0; i < assignment.Assets.Count; i++)
        {
            if (assignment.Assets[i] is { Length: > 0 } pattern && !IntegrationSet.IsPattern(pattern))
            {
                mistakes.Add(new(
                    $"$.assets[{i}]", $"{pattern} is no asset and no pattern: a slug, in which * is any text and ? one character."));
            }
        }

        return mistakes;
    }

    private IEnumerable<SettingMistake> MistakesOfMappings(Instance instance, IntegrationSet stored) =>
        from mapping in stored.Mappings.Values
        where mapping.Item.Instance == instance.Name
        from mistake in kinds(instance, mapping.Item) ?? []
        select new SettingMistake("$", $"The mapping {mapping.Item.Name} would no longer do: {mistake.Message}");

    private static void CheckName(List<SettingMistake> mistakes, string name)
    {
        if (!IntegrationName.IsValid(name))
        {
            mistakes.Add(new("$.name", $"A name is {IntegrationName.Rule}."));
        }
    }

    private static void CheckUrl(List<SettingMistake> mistakes, Instance instance)
    {
        if (instance.Url is not { } url)
        {
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            mistakes.Add(new("$.url", "The URL must be absolute: https://host, with a path if the tracker has one."));
            return;
        }

        if (uri.Scheme == "http" && !instance.AllowInsecure)
        {
            mistakes.Add(new("$.url", "The URL must be https; allowInsecure permits http."));
        }

        if (uri.UserInfo.Length > 0)
        {
            mistakes.Add(new("$.url", "The URL must hold no user name or password; put them under secrets."));
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            mistakes.Add(new("$.url", "The URL must end with its path: no ? and no #."));
        }
    }

    private static void CheckSecret(List<SettingMistake> mistakes, string name, string? value)
    {
        if (!SecretName.IsValid(name))
        {
            mistakes.Add(new("$.secrets", "A secret's name is letters and digits, at most 60."));
        }

        if (value is not null && (string.IsNullOrWhiteSpace(value) || value.Length > SecretCharacters))
        {
            mistakes.Add(new($"$.secrets.{name}", $"A secret has 1 to {SecretCharacters} characters; null removes it."));
        }
    }

    internal static void CheckTexts(List<SettingMistake> mistakes, string path, IReadOnlyList<string> texts)
    {
        if (texts.Count > MostEntries)
        {
            mistakes.Add(new(path, $"The list has {texts.Count} entries; {MostEntries} is the most."));
        }

        for (var i = 0; i < Math.Min(texts.Count, MostEntries); i++)
        {
            CheckText(mistakes, $"{path}[{i}]", texts[i]);
        }
    }

    internal static void CheckText(List<SettingMistake> mistakes, string path, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MostCharacters || text.Any(char.IsControl))
        {
            mistakes.Add(new(path, $"Give a text of 1 to {MostCharacters} characters on one line."));
        }
    }
}
