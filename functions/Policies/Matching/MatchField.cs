using Patchbay.Findings;

namespace Patchbay.Policies.Matching;

/// <summary>What a condition with patterns looks at.</summary>
public enum MatchField
{
    /// <summary>The report's scanner or the tool that found it; either may match.</summary>
    Scanner,

    /// <summary>The asset's slug.</summary>
    Asset,

    /// <summary>Any of the asset's tags.</summary>
    Tag,

    /// <summary>The scanner's rule id.</summary>
    Rule,

    /// <summary>The file's path in the repository.</summary>
    Path,

    /// <summary>Any CVE, GHSA or other vulnerability id.</summary>
    Cve,

    /// <summary>The affected component, with or without its version.</summary>
    Component,

    /// <summary>The branch that was scanned.</summary>
    Branch,
}

/// <summary>How the fields are compared and read.</summary>
internal static class MatchFields
{
    public static GlobStyle StyleOf(MatchField field) => field switch
    {
        MatchField.Path => GlobStyle.Path,
        MatchField.Branch => GlobStyle.CasedName,
        _ => GlobStyle.Name,
    };

    public static bool Holds(MatchField field, GlobList patterns, PolicySubject subject)
    {
        var (record, finding) = (subject.Record, subject.Record.Finding);
        return field switch
        {
            MatchField.Scanner => patterns.Covers(record.Scope.Scanner) || patterns.Covers(finding.Tool),
            MatchField.Asset => patterns.Covers(subject.Asset),
            MatchField.Tag => patterns.CoversAny(subject.Tags),
            MatchField.Rule => patterns.Covers(finding.Rule.Id),
            MatchField.Path => finding.Place.Path is { Length: > 0 } path && patterns.Covers(path),
            MatchField.Cve => patterns.CoversAny(finding.Cves),
            MatchField.Component => patterns.CoversAny(ComponentNames(finding.Place)),
            _ => record.Scope.Branch is { } branch && patterns.Covers(branch),
        };
    }

    /// <summary>What the condition looks at, for a person; null when the finding has no such thing.</summary>
    public static string? Seen(MatchField field, PolicySubject subject)
    {
        var (record, finding) = (subject.Record, subject.Record.Finding);
        return field switch
        {
            MatchField.Scanner => record.Scope.Scanner == finding.Tool ? finding.Tool : $"{record.Scope.Scanner}, {finding.Tool}",
            MatchField.Asset => subject.Asset,
            MatchField.Tag => Joined(subject.Tags),
            MatchField.Rule => finding.Rule.Id,
            MatchField.Path => finding.Place.Path,
            MatchField.Cve => Joined(finding.Cves),
            MatchField.Component => ComponentNames(finding.Place) is [.., var full] ? full : null,
            _ => record.Scope.Branch,
        };
    }

    private static string? Joined(IReadOnlyList<string> texts) => texts.Count == 0 ? null : string.Join(", ", texts);

    /// <summary>The component without and with its version: people write <c>pkg:npm/lodash</c> and mean every version.</summary>
    private static IReadOnlyList<string> ComponentNames(Place place)
    {
        if (place.Component is not { Length: > 0 } component)
        {
            return [];
        }

        // A purl writes the @ of an npm scope as %40; people write either. Source: purl specification, character encoding.
        var plain = component.Replace("%40", "@", StringComparison.Ordinal);
        return plain.Length == component.Length
            ? VersionsOf(component, place.Version)
            : [.. VersionsOf(component, place.Version), .. VersionsOf(plain, place.Version)];
    }

    private static string[] VersionsOf(string component, string? version)
    {
        var end = component.IndexOfAny(['?', '#']) is >= 0 and var cut ? cut : component.Length;
        var bare = component[..end];

        // The @ of a scope stands behind a slash and has another one after it; the @ of a version has neither.
        var at = bare.LastIndexOf('@');
        if (at > 0 && bare[at - 1] != '/' && bare.IndexOf('/', at) < 0)
        {
            return end == component.Length ? [bare[..at], component] : [bare[..at], component, bare];
        }

        return version is { Length: > 0 } ? [component, bare, $"{bare}@{version}"] : [component, bare];
    }
}
