using System.Text.Json;
using Patchbay.Policies.Reading;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Policies;

public sealed class PolicySchemaTests
{
    [SkippableFact]
    public async Task Schema_and_reader_agree_on_every_document_of_the_table()
    {
        NodeTool.RequireNode();
        string[] documents = [.. DocumentTable.Good, .. DocumentTable.Bad.Select(b => b.Text)];
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "table.json");
        await File.WriteAllTextAsync(file, $$"""{"schema": {{PolicySchema.Json}}, "documents": {{JsonSerializer.Serialize(documents)}}}""");

        var answers = JsonElement.Parse(await NodeTool.RunAsync("Policies/validate.mjs", file)).EnumerateArray().ToList();

        Assert.Equal(documents.Length, answers.Count);
        var disagreements = documents.Zip(answers)
            .Where(pair => (Document.Mistakes(pair.First).Count == 0) != (pair.Second.ValueKind == JsonValueKind.True))
            .Select(pair => $"{pair.First}\n  reader: {string.Join("; ", Document.Mistakes(pair.First))}\n  schema: {pair.Second}");
        Assert.Empty(disagreements);
    }

    [Fact]
    public void Every_field_of_the_schema_can_be_read()
    {
        var fields = JsonElement.Parse(PolicySchema.Json).GetProperty("$defs").GetProperty("match").GetProperty("properties");

        var unknown = fields.EnumerateObject().Select(f => f.Name).Where(name =>
            Document.Mistakes($$"""{"policies": [{"name": "p", "kind": "classify", "match": {"{{name}}": null} } ]}""")
                .Any(m => m.Contains("unknown member", StringComparison.Ordinal)));

        Assert.Empty(unknown);
    }
}
