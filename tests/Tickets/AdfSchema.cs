using System.Text.Json;

namespace Patchbay.Tests.Tickets;

/// <summary>The part of Atlassian's document schema that Jira refuses documents by, for the nodes we write.</summary>
internal static class AdfSchema
{
    private static readonly Dictionary<string, string[]> Children = new()
    {
        ["doc"] = ["paragraph", "heading", "bulletList", "codeBlock", "table"],
        ["bulletList"] = ["listItem"],
        ["listItem"] = ["paragraph", "bulletList", "codeBlock"],
        ["table"] = ["tableRow"],
        ["tableRow"] = ["tableHeader", "tableCell"],
        ["tableHeader"] = ["paragraph"],
        ["tableCell"] = ["paragraph"],
        ["paragraph"] = ["text", "hardBreak"],
        ["heading"] = ["text", "hardBreak"],
        ["codeBlock"] = ["text"],
    };

    /// <summary>Fails when Jira would refuse the document.</summary>
    public static void Check(JsonElement document)
    {
        Assert.Equal(JsonValueKind.Object, document.ValueKind);
        Assert.Equal("doc", document.GetProperty("type").GetString());
        Assert.Equal(1, document.GetProperty("version").GetInt32());
        Check(document, "doc");
    }

    private static void Check(JsonElement node, string parent)
    {
        var type = node.GetProperty("type").GetString()!;
        switch (type)
        {
            case "text":
                Assert.NotEqual("", node.GetProperty("text").GetString());
                var marks = node.TryGetProperty("marks", out var list) ? list.EnumerateArray().Select(m => m.GetProperty("type").GetString()).ToList() : [];
                Assert.True(parent != "codeBlock" || marks.Count == 0);
                Assert.All(marks, m => Assert.Contains(m, (string[])["code", "link", "em"]));
                break;
            case "hardBreak":
                break;
            default:
                var content = node.GetProperty("content").EnumerateArray().ToList();
                Assert.NotEmpty(content);
                Assert.All(content, c => Assert.Contains(c.GetProperty("type").GetString(), Children[type]));
                content.ForEach(c => Check(c, type));
                break;
        }
    }
}
