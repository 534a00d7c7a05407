using System.Text.Json;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>What an answer holds beside its issues: files, rules, and how many entries there should be.</summary>
internal sealed class SonarGlossary
{
    private const int MostEntries = 200_000;

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

    private readonly Dictionary<string, string?> paths = [];
    private readonly Dictionary<string, SonarRule> rules = [];
    private int? pagingTotal;
    private int? total;

    /// <summary>The project of a generator's report.</summary>
    public string? Project { get; private set; }

    public bool HasOrganization { get; private set; }

    public bool HasIssues { get; private set; }

    public bool HasHotspots { get; private set; }

    /// <summary>How many entries the server has; null when it does not say. The two numbers can contradict each other.</summary>
    public int? Total => pagingTotal ?? total;

    /// <summary>Reads all but the entries.</summary>
    public static SonarGlossary Of(Stream body, CancellationToken cancellationToken)
    {
        var glossary = new SonarGlossary();
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        if (cursor.Token == JsonTokenType.StartArray)
        {
            glossary.HasIssues = true;
        }
        else
        {
            Root.Read(ref cursor, glossary);
        }

        return glossary;
    }

    /// <summary>What is told of a rule.</summary>
    public SonarRule? RuleOf(string key) => rules.GetValueOrDefault(key);

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
            if (component.Key is { } key && paths.Count < MostEntries)
            {
                paths[key] = component.Path;
            }
        }
    }

    // The Web API writes a list, the generator a map.
    private void ReadRules(ref JsonCursor cursor)
    {
        if (cursor.IsNext(JsonTokenType.StartArray))
        {
            while (cursor.NextElement())
            {
                Add(ref cursor, null);
            }
        }
        else if (cursor.EnterObject())
        {
            while (cursor.NextMember())
            {
                Add(ref cursor, cursor.Member());
            }
        }
    }

    private void Add(ref JsonCursor cursor, string? key)
    {
        var rule = new SonarRule();
        if (SonarRule.Members.Read(ref cursor, rule) && (key ?? rule.Key) is { } known && rules.Count < MostEntries)
        {
            rules[known] = rule;
        }
    }

    private sealed class SonarComponent
    {
        public string? Key { get; set; }

        public string? Path { get; set; }

        public string? Organization { get; set; }
    }
}
