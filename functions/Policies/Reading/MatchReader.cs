using System.Globalization;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Policies.Matching;

namespace Patchbay.Policies.Reading;

/// <summary>Reads conditions. Whatever it does not understand is a mistake, since a condition left out would widen a policy.</summary>
internal static class MatchReader
{
    /// <summary>Most entries of a list.</summary>
    public const int Entries = 1000;

    /// <summary>Most days that an age may be compared with: a hundred years.</summary>
    public const int MostDays = 36_500;

    /// <summary>Stands for every severity.</summary>
    public const string EverySeverity = "all";

    /// <summary>The largest weakness number; the list itself ends far below.</summary>
    public const int MostCwe = 99_999;

    private static readonly string[] Combinations = ["all", "any", "not"];

    private static readonly string[] Fields =
        [.. Combinations, "severity", .. Words<MatchField>.All, "cwe", "cvss", "ageDays", "state", "exploited"];

    private static readonly string[] PathFields = [.. Combinations, "path"];

    /// <summary>Reads a condition; null when a mistake was noted.</summary>
    /// <param name="onlyPaths">Allows no field but the path: the others are not known when findings are recorded as ignored.</param>
    public static Match? Read(Node node, bool onlyPaths)
    {
        if (node.Members(Fields) is not { } members)
        {
            return null;
        }

        if (node.IsEmptyObject)
        {
            node.Note("a match needs at least one condition; write {\"severity\": \"all\"} to match everything");
            return null;
        }

        var parts = new List<Match>();
        foreach (var (name, member) in members)
        {
            if (onlyPaths && !PathFields.Contains(name))
            {
                member.Note("ignore-paths looks at nothing but \"path\"; limit the policy with its \"assets\" and \"tags\"");
            }
            else if (ReadMember(name, member, onlyPaths) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts.Count switch
        {
            0 => null,
            1 => parts[0],
            _ => new Match.All(parts),
        };
    }

    /// <summary>Reads one pattern or a list of them; null when a mistake was noted.</summary>
    public static GlobList? ReadGlobs(Node node, GlobStyle style)
    {
        var patterns = Several<string>(node, item =>
        {
            if (item.Text() is not { } text)
            {
                return [];
            }

            if (Glob.Flaw(text, style) is not { } flaw)
            {
                return [text];
            }

            item.Note(flaw);
            return [];
        });
        return patterns is null ? null : new GlobList(patterns, style);
    }

    private static Match? ReadMember(string name, Node node, bool onlyPaths) => name switch
    {
        "all" => ReadParts(node, onlyPaths) is { } parts ? new Match.All(parts) : null,
        "any" => ReadParts(node, onlyPaths) is { } parts ? new Match.Any(parts) : null,
        "not" => Read(node, onlyPaths) is { } part ? new Match.Not(part) : null,
        "severity" => ReadSeverity(node) is { } severities ? new Match.SeverityIn(severities) : null,
        "state" => ReadStates(node) is { } states ? new Match.StateIn(states) : null,
        "cwe" => Several<int>(node, ReadCwe) is { } cwes ? new Match.CweIn(cwes) : null,
        "cvss" => ReadAtLeast(node, 10, isWhole: false) is { } score ? new Match.Cvss(score) : null,
        "ageDays" => ReadAtLeast(node, MostDays, isWhole: true) is { } days ? new Match.AgeDays((int)days) : null,
        "exploited" => node.Flag() is { } exploited ? new Match.Exploited(exploited) : null,
        _ => ReadNames(Words<MatchField>.Find(name)!.Value, node),
    };

    private static Match.Names? ReadNames(MatchField field, Node node) =>
        ReadGlobs(node, MatchFields.StyleOf(field)) is { } globs ? new Match.Names(field, globs) : null;

    private static List<Match>? ReadParts(Node node, bool onlyPaths)
    {
        var items = node.Items(Entries);
        var parts = items.Select(i => Read(i, onlyPaths)).OfType<Match>().ToList();
        return parts.Count > 0 ? parts : null;
    }

    private static List<FindingState>? ReadStates(Node node) =>
        Several<FindingState>(node, n => n.Word<FindingState>("state") is { } state ? [state] : []);

    private static IReadOnlyList<Severity>? ReadSeverity(Node node)
    {
        if (node.Value.ValueKind == JsonValueKind.Object)
        {
            var least = node.Members(["atLeast"], "atLeast") is [var member] ? member.Value.Word<Severity>("severity") : null;
            return least is null ? null : [.. Enum.GetValues<Severity>().Where(s => s >= least).Reverse()];
        }

        return Several<Severity>(node, item =>
            item.Plain == EverySeverity ? [.. Enum.GetValues<Severity>().Reverse()]
            : item.Word<Severity>("severity", EverySeverity) is { } severity ? [severity] : []);
    }

    private static IEnumerable<int> ReadCwe(Node node)
    {
        if (node.Value.ValueKind == JsonValueKind.Number)
        {
            return node.Number(1, MostCwe, isWhole: true) is { } whole ? [(int)whole] : [];
        }

        var text = node.Plain ?? "";
        var digits = text.StartsWith("CWE-", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostCwe)
        {
            return [number];
        }

        node.Note("must be a weakness number: 79 or \"CWE-79\"");
        return [];
    }

    private static double? ReadAtLeast(Node node, double most, bool isWhole)
    {
        if (node.Value.ValueKind != JsonValueKind.Object)
        {
            node.Note(isWhole ? "must be written {\"atLeast\": 30}" : "must be written {\"atLeast\": 7.5}");
            return null;
        }

        return node.Members(["atLeast"], "atLeast") is [var member] ? member.Value.Number(0, most, isWhole) : null;
    }

    // One value or a list of them; null when none of them can be used.
    private static List<T>? Several<T>(Node node, Func<Node, IEnumerable<T>> read)
    {
        var values = node.Items(Entries, orOne: true).SelectMany(read).Distinct().ToList();
        return values.Count > 0 ? values : null;
    }
}
