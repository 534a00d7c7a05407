using System.Text.RegularExpressions;
using Patchbay.Tests.Support;

namespace Patchbay.Tests;

/// <summary>Which folder may import which: the picture of the house, kept true.</summary>
public sealed partial class ArrowTests
{
    private static readonly string[] AnyModule =
    [
        "Storage", "Mail", "Outbox", "Audit", "Assets", "Scanners", "Findings", "Policies", "Integrations", "Tickets", "Trackers",
        "Links", "Hooks", "Alerts", "FollowUps", "Scores", "Flows",
    ];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Storage"] = [],
        ["Mail"] = [],
        ["Outbox"] = ["Storage"],
        ["Audit"] = ["Storage"],
        ["Assets"] = ["Storage", "Audit"],
        ["Scanners"] = ["Findings"],
        ["Findings"] = ["Assets", "Outbox", "Storage", "Audit"],
        ["Policies"] = ["Findings", "Assets", "Outbox", "Storage", "Audit"],
        ["Integrations"] = ["Findings", "Assets", "Storage", "Audit"],
        ["Tickets"] = ["Findings", "Policies", "Assets", "Integrations"],
        ["Trackers"] = ["Tickets", "Integrations", "Findings"],
        ["Links"] = ["Findings", "Policies", "Assets", "Tickets", "Integrations", "Trackers", "Outbox", "Storage", "Audit"],
        ["Hooks"] = ["Integrations", "Trackers", "Links", "Storage"],
        ["Alerts"] = ["Findings", "Policies", "Assets", "Links", "Outbox", "Storage", "Mail"],
        ["FollowUps"] = ["Findings", "Policies", "Assets", "Links", "Outbox", "Storage", "Mail"],
        ["Scores"] = ["Findings", "Policies", "Assets", "Links", "Outbox", "Storage", "Mail"],
        ["Flows"] = ["Links", "FollowUps", "Storage"],
        ["Hosting"] = ["Outbox", "Flows", "Storage"],
        ["Api"] = AnyModule,
        ["Admin"] = AnyModule,
        ["Triggers"] = [.. AnyModule, "Hosting", "Api"],
    };

    [Fact]
    public void Every_folder_imports_only_what_the_picture_allows()
    {
        var source = Path.Combine(Repository.Root, "functions");
        var wrong = new List<string>();

        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar);
            if (path.Length > 1 && path[0] is not ("bin" or "obj"))
            {
                wrong.AddRange(WrongArrows(path, File.ReadAllText(file)));
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> WrongArrows(string[] path, string text)
    {
        var name = string.Join('/', path);
        if (!Allowed.TryGetValue(path[0], out var allowed))
        {
            yield return $"{name}: the folder is not in the picture";
            yield break;
        }

        var space = Namespace().Match(text).Groups[1].Value;
        var expected = "Patchbay." + string.Join('.', path[..^1]);
        if (space != expected)
        {
            yield return $"{name}: namespace {space}, not {expected}";
        }

        foreach (Match arrow in Import().Matches(text))
        {
            var target = arrow.Groups[1].Value;
            var isTracker = path is ["Trackers", _, _] && target == "Trackers" && arrow.Groups[2].Value.Length == 0;
            if (target != path[0] && !allowed.Contains(target))
            {
                yield return $"{name}: may not import {target}";
            }
            else if (path is ["Trackers", var own, _] && target == "Trackers" && !isTracker && arrow.Groups[2].Value != "." + own)
            {
                yield return $"{name}: a tracker may not import another";
            }
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // Also a full name in the text is an arrow: Patchbay.Links.Link without a using.
    [GeneratedRegex(@"(?<!namespace )\bPatchbay\.([A-Z]\w+)(\.[A-Z]\w+)?")]
    private static partial Regex Import();
}
