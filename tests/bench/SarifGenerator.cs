using System.Globalization;
using System.Text;

namespace Patchbay.Bench;

/// <summary>Writes synthetic SARIF of any size, always the same for the same number: what a large scan of a large code base looks like.</summary>
public static class SarifGenerator
{
    private const int Rules = 200;
    private const int Files = 5_000;
    private static readonly string[] Levels = ["error", "warning", "note", "warning"];

    /// <summary>Writes a log with so many results.</summary>
    /// <param name="padding">Extra characters in every message, to reach a size with fewer results.</param>
    public static void Write(Stream target, int results, int padding = 0)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("""
            {
              "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
              "version": "2.1.0",
              "runs": [
                {
                  "tool": { "driver": { "name": "Synthetic", "semanticVersion": "1.4.2", "rules": [
            """);
        for (var i = 0; i < Rules; i++)
        {
            WriteRule(writer, i);
        }

        writer.WriteLine("      ] } },\n      \"results\": [");
        var pad = new string('x', padding);
        for (var i = 0; i < results; i++)
        {
            WriteResult(writer, i, pad, isLast: i == results - 1);
        }

        writer.WriteLine("      ]\n    }\n  ]\n}");
    }

    private static void WriteRule(StreamWriter writer, int i) => writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
                { "id": "synthetic/rule-{{i}}", "name": "SyntheticRule{{i}}",
                  "shortDescription": { "text": "Untrusted data reaches sink number {{i}}" },
                  "fullDescription": { "text": "Data that a visitor controls reaches sink number {{i}} without being checked, which lets the visitor change what the program does there." },
                  "help": { "markdown": "# Sink {{i}}\n\nCheck the value against a list of what is allowed.\n\n```\nif (!allowed.Contains(value)) { return BadRequest(); }\n```" },
                  "helpUri": "https://scanner.example/rules/{{i}}",
                  "defaultConfiguration": { "level": "{{Levels[i % Levels.Length]}}" },
                  "properties": { "tags": ["security", "external/cwe/cwe-{{20 + i}}"], "precision": "high", "security-severity": "{{i % 10}}.{{i % 7}}" } }{{(i == Rules - 1 ? string.Empty : ",")}}
        """));

    private static void WriteResult(StreamWriter writer, int i, string pad, bool isLast)
    {
        var rule = (int)((uint)(i * 2_654_435_761u) % Rules);
        var file = (int)((uint)(i * 40_503u) % Files);
        var line = 1 + (i % 997);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
                    {
                      "ruleId": "synthetic/rule-{{rule}}",
                      "ruleIndex": {{rule}},
                      "level": "{{Levels[rule % Levels.Length]}}",
                      "message": { "text": "The value \"input{{i % 31}}\" from the request reaches sink {{rule}} here; it was read in [handler](1).{{pad}}" },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": { "uri": "src/module{{file % 50}}/area{{file % 7}}/File{{file}}.cs", "uriBaseId": "%SRCROOT%" },
                            "region": { "startLine": {{line}}, "startColumn": 13, "endColumn": 57, "snippet": { "text": "            sink.Write(request.Query[\"input{{i % 31}}\"]); // {{i}}" } }
                          }
                        }
                      ],
                      "partialFingerprints": { "primaryLocationLineHash": "{{(ulong)i * 11_400_714_819_323_198_485ul:x16}}:1" }
                    }{{(isLast ? string.Empty : ",")}}
            """));
    }
}
