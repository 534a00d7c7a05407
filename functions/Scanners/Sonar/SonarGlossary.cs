using System.Text.Json;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>What an answer holds beside its issues: files, rules, and how many entries there should be.</summary>
/// <param name="rules">Takes the rules.</param>
/// <param name="paths">Takes the files by the keys of their components.</param>
internal sealed class SonarGlossary(SonarRules rules, Dictionary<string, string?> paths)
{
    private const int MostPaths = 200_000;

    private static readonly JsonMembers<SonarGlossary> Paging = new()
    {
        ["total"] = static (ref c, glossary) => glossary.pagingTotal = c.Int(),
    };

    private static readonly JsonMembers<SonarGlossary> Root = new()
    {
        ["issues"] = static (ref c, glossary) => glossary.PassOver(ref c, isHotspots: false),
        ["hotspots"] = static (ref c, glossary) => glossary.PassOver(ref c, isHotspots: true),
        ["components"] = static (ref c, glossary) => glossary.ReadComponents(ref c),
        ["rules"] = static (ref c, glossary) => glossary.ReadRules(ref c),
        ["rule"] = static (ref c, glossary) => glossary.ReadRule(ref c),
        ["paging"] = static (ref c, glossary) => Paging.Read(ref c, glossary),
        ["total"] = static (ref c, glossary) => glossary.total = c.Int(),
        ["sonarComponent"] = static (ref c, glossary) => glossary.Project = c.Name(),
    };

    private static readonly JsonMembers<SonarComponent> Component = new()
    {
        ["key"] = static (ref c, component) => component.Key = c.Name(),
        ["path"] = static (ref c, component) => component.Path = c.Name(),
        ["organization"] = static (ref c, component) => component.Organization = c.Name(),
    };

    private int? pagingTotal;
    private int? total;

    /// <summary>The project of a generator's report.</summary>
    public string? Project { get; private set; }

    public bool HasOrganization { get; private set; }

    /// <summary>Whether there is a list of entries, be it empty.</summary>
    public bool HasEntries => HasIssues || HasHotspots;

    /// <summary>Whether it tells of rules.</summary>
    public bool HasRules { get; private set; }

    public bool HasHotspots { get; private set; }

    private bool HasIssues { get; set; }

    /// <summary>How many entries the server has; null when it does not say. The two numbers can contradict each other.</summary>
    public int? Total => pagingTotal ?? total;

    /// <summary>Reads all but the entries.</summary>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        if (cursor.Token == JsonTokenType.StartArray)
        {
            HasIssues = true;
        }
        else
        {
            Root.Read(ref cursor, this);
        }
    }

    /// <summary>The file of a component; null for a project, and when there is no component.</summary>
    public string? PathOf(string? component, string? project)
    {
        if (component is null || component == project)
        {
            return null;
        }

        if (paths.TryGetValue(component, out var path))
        {
            return ReportPath.Normalise(path);
        }

        // A project's key may hold colons too.
        var isInProject = project is not null && component.Length > project.Length
            && component.StartsWith(project, StringComparison.Ordinal) && component[project.Length] == ':';
        return ReportPath.Normalise(isInProject ? component[(project!.Length + 1)..] : component);
    }

    private void PassOver(ref JsonCursor cursor, bool isHotspots)
    {
        var isList = cursor.IsNext(JsonTokenType.StartArray);
        HasIssues |= isList && !isHotspots;
        HasHotspots |= isList && isHotspots;
        cursor.SkipUnchecked();
    }

    private void ReadComponents(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var component = new SonarComponent();
            Component.Read(ref cursor, component);
            HasOrganization |= component.Organization is not null;
            if (component.Key is { } key && paths.Count < MostPaths)
            {
                paths[key] = component.Path;
            }
        }
    }

    private void ReadRules(ref JsonCursor cursor)
    {
        HasRules |= cursor.IsNext(JsonTokenType.StartArray) || cursor.IsNext(JsonTokenType.StartObject);
        rules.ReadAll(ref cursor);
    }

    private void ReadRule(ref JsonCursor cursor) => HasRules |= rules.Read(ref cursor, null);

    private sealed class SonarComponent
    {
        public string? Key { get; set; }

        public string? Path { get; set; }

        public string? Organization { get; set; }
    }
}
