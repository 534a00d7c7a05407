using System.Text.RegularExpressions;
using Patchbay.Policies.Reading;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Policies;

/// <summary>The examples in the guide for users, which must not lie.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "policies.md"));

    [Fact]
    public void Every_example_of_the_guide_is_accepted()
    {
        var examples = Example().Matches(Guide).Select(m => m.Groups[1].Value).ToList();

        Assert.True(examples.Count >= 5, "the guide has lost its examples");
        Assert.All(examples, e => Assert.Empty(Document.Mistakes(e.StartsWith('-') ? $"policies:\n{e}" : e, PolicyTextFormat.Yaml)));
    }

    [Fact]
    public void Every_field_is_in_the_guide()
    {
        var fields = System.Text.Json.JsonElement.Parse(PolicySchema.Json).GetProperty("$defs").GetProperty("match").GetProperty("properties");

        Assert.All(fields.EnumerateObject(), f => Assert.Contains($"`{f.Name}", Guide, StringComparison.Ordinal));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
