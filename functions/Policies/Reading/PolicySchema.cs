using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Policies.Matching;

namespace Patchbay.Policies.Reading;

/// <summary>The shape of a policy document for editors and pipelines. Source: JSON Schema, draft 2020-12.</summary>
/// <remarks>
/// It allows what <see cref="PolicyReader"/> reads, with four exceptions that it cannot say: two policies of one name, a member that is
/// there twice, an unknown time zone, and more than <see cref="PolicyReader.Bytes"/> or <see cref="PolicyReader.Depth"/>.
/// </remarks>
public static class PolicySchema
{
    /// <summary>The schema as JSON.</summary>
    public static string Json { get; } = $$"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Patchbay policies",
          "type": "object",
          "required": ["policies"],
          "additionalProperties": false,
          "properties": {
            "$schema": { "type": "string" },
            "version": { "type": "integer", "minimum": 0, "maximum": {{int.MaxValue}},
              "description": "Written by Patchbay; not looked at when it comes back." },
            "policies": { "type": "array", "maxItems": {{PolicyReader.Policies}}, "items": { "$ref": "#/$defs/policy" },
              "description": "Evaluated in this order; every policy that matches applies." }
          },
          "$defs": {
            "policy": {
              "type": "object",
              "required": ["name", "kind", "match"],
              "additionalProperties": false,
              "properties": {
                "name": { {{Text(TextRule.PolicyName)}}, "description": "Unique in the document." },
                "kind": { "enum": {{Words(Words<PolicyKind>.All)}} },
                "description": { {{Text(TextRule.Description)}} },
                "enabled": { "type": "boolean", "default": true },
                "assets": { "$ref": "#/$defs/names", "description": "Limits the policy to assets with these slugs." },
                "tags": { "$ref": "#/$defs/names", "description": "Limits the policy to assets with one of these tags." },
                "match": { "type": "object" },
                "then": { "type": "object" }
              },
              "allOf": [
                { {{IfKind("ignore-paths")}}, "then": { "properties": { "match": { "$ref": "#/$defs/pathMatch" } } },
                  "else": { "properties": { "match": { "$ref": "#/$defs/match" } } } },
                { {{IfKind("classify", "ignore-paths")}}, "then": { "properties": { "then": { "maxProperties": 0 } } } },
                { {{IfKind("ticket")}}, "then": { "properties": { "then": { "$ref": "#/$defs/ticket" } } } },
                { {{IfKind("alert")}}, "then": { "required": ["then"], "properties": { "then": { "$ref": "#/$defs/alert" } } } },
                { {{IfKind("follow-up")}}, "then": { "required": ["then"], "properties": { "then": { "$ref": "#/$defs/followUp" } } } },
                { {{IfKind("score")}}, "then": { "required": ["then"], "properties": { "then": { "$ref": "#/$defs/score" } } } }
              ]
            },
            "match": {
              "type": "object",
              "description": "Several members must all hold; a list under a field means any of them.",
              "minProperties": 1,
              "additionalProperties": false,
              "properties": {
                "all": { "$ref": "#/$defs/matches" },
                "any": { "$ref": "#/$defs/matches" },
                "not": { "$ref": "#/$defs/match" },
                "severity": { "anyOf": [
                  { {{OneOrMany($$"""{ "enum": {{Words([.. Words<Severity>.All, MatchReader.EverySeverity])}} }""")}} },
                  { "type": "object", "required": ["atLeast"], "additionalProperties": false,
                    "properties": { "atLeast": { "enum": {{Words(Words<Severity>.All)}} } } } ] },
                "scanner": { "$ref": "#/$defs/names", "description": "The report's scanner or the tool." },
                "asset": { "$ref": "#/$defs/names", "description": "The asset's slug." },
                "tag": { "$ref": "#/$defs/names", "description": "Any of the asset's tags." },
                "rule": { "$ref": "#/$defs/names", "description": "The scanner's rule id." },
                "path": { "$ref": "#/$defs/paths" },
                "cve": { "$ref": "#/$defs/names", "description": "Any CVE, GHSA or other vulnerability id." },
                "component": { "$ref": "#/$defs/names", "description": "Package URL or name, with or without version." },
                "branch": { "$ref": "#/$defs/names", "description": "The branch that was scanned; case matters." },
                "cwe": { {{OneOrMany("""{ "$ref": "#/$defs/cwe" }""")}} },
                "cvss": { {{AtLeast("number", 10)}}, "description": "CVSS base score." },
                "ageDays": { {{AtLeast("integer", MatchReader.MostDays)}}, "description": "Whole days since first seen." },
                "state": { {{OneOrMany($$"""{ "enum": {{Words(Words<FindingState>.All)}} }""")}} },
                "exploited": { "type": "boolean", "description": "The scanner knows of exploitation in the wild." }
              }
            },
            "matches": { "type": "array", "minItems": 1, "maxItems": {{MatchReader.Entries}}, "items": { "$ref": "#/$defs/match" } },
            "pathMatch": {
              "type": "object",
              "minProperties": 1,
              "additionalProperties": false,
              "properties": {
                "all": { "$ref": "#/$defs/pathMatches" },
                "any": { "$ref": "#/$defs/pathMatches" },
                "not": { "$ref": "#/$defs/pathMatch" },
                "path": { "$ref": "#/$defs/paths" }
              }
            },
            "pathMatches": { "type": "array", "minItems": 1, "maxItems": {{MatchReader.Entries}},
              "items": { "$ref": "#/$defs/pathMatch" } },
            "names": { {{OneOrMany("""{ "$ref": "#/$defs/name" }""")}}, "description": "* stands for any text, ? for one character." },
            "name": { "type": "string", "minLength": 1, "maxLength": {{Glob.Characters}}, "pattern": {{Quoted(NamePattern)}} },
            "paths": { {{OneOrMany("""{ "$ref": "#/$defs/path" }""")}},
              "description": "From the repository's root. * stops at slashes, ** stands for any number of folders." },
            "path": { "type": "string", "minLength": 1, "maxLength": {{Glob.Characters}}, "pattern": {{Quoted(PathPattern)}} },
            "cwe": { "anyOf": [
              { "type": "integer", "minimum": 1, "maximum": {{MatchReader.MostCwe}} },
              { "type": "string", "pattern": "^([Cc][Ww][Ee]-)?0*[1-9][0-9]{0,4}$" } ] },
            "ticket": {
              "additionalProperties": false,
              "properties": {
                "mapping": { {{Text(TextRule.Mapping)}}, "description": "Left out, the mappings assigned to the asset." },
                "groupBy": { "enum": {{Words(Words<TicketGrouping>.All)}},
                  "description": "What shares one ticket. Left out, as the assignment of the asset says." },
                "dueDays": { "type": "integer", "minimum": 1, "maximum": {{ThenReader.MostDays}},
                  "description": "Days after the finding was first seen at which its ticket is due." },
                "blocker": { "type": "boolean", "default": false },
                "emails": { "$ref": "#/$defs/emails" }
              }
            },
            "alert": {
              "required": ["emails"],
              "additionalProperties": false,
              "properties": {
                "emails": { "$ref": "#/$defs/emails" },
                "blocker": { "type": "boolean", "default": false },
                "mapping": { {{Text(TextRule.Mapping)}} }
              }
            },
            "followUp": {
              "required": ["thresholds"],
              "additionalProperties": false,
              "properties": {
                "thresholds": { "type": "array", "minItems": 1, "maxItems": {{ThenReader.Entries}}, "items": {
                  "type": "object", "required": ["days", "to"], "additionalProperties": false, "properties": {
                    "days": { "type": "integer", "minimum": 1, "maximum": {{ThenReader.MostDays}} },
                    "to": { {{OneOrMany($$"""{ {{Text(TextRule.Recipient)}} }""", ThenReader.Entries)}} } } } },
                "hour": { "type": "integer", "minimum": 0, "maximum": 23, "default": 8 },
                "timeZone": { {{Text(TextRule.TimeZone)}}, "default": "UTC" }
              }
            },
            "score": {
              "required": ["points"],
              "additionalProperties": false,
              "properties": {
                "points": { "type": "object", "minProperties": 1,
                  "propertyNames": { "enum": {{Words(Words<Severity>.All)}} },
                  "additionalProperties": { "type": "integer", "minimum": 0, "maximum": {{ThenReader.MostPoints}} } },
                "programme": { {{Text(TextRule.Programme)}} }
              }
            },
            "emails": { {{OneOrMany($$"""{ {{Text(TextRule.Email)}} }""", ThenReader.Entries)}} }
          }
        }
        """;

    // What Glob.Flaw refuses, in regular expressions.
    private const string NamePattern = @"^(?![! ])[^\[\]{}\\\u0000-\u001f\u007f]*[^\[\]{}\\\u0000-\u0020\u007f]$";

    private const string PathPattern =
        @"^(?![! ])(?!.*//)(?!.*[^/]\*\*)(?!.*\*\*[^/])[^\[\]{}\\\u0000-\u001f\u007f]*[^\[\]{}\\/\u0000-\u0020\u007f]$";

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string Words(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(Quoted))}]";

    private static string Text(TextRule rule) =>
        $"\"type\": \"string\", \"maxLength\": {rule.Characters}, \"pattern\": {Quoted($"^(?:{rule.Pattern})$")}";

    private static string OneOrMany(string item, int most = MatchReader.Entries) =>
        $$"""
        "anyOf": [{{item}}, { "type": "array", "minItems": 1, "maxItems": {{most}}, "items": {{item}} }]
        """;

    private static string AtLeast(string type, int most) =>
        $$"""
        "type": "object", "required": ["atLeast"], "additionalProperties": false,
          "properties": { "atLeast": { "type": "{{type}}", "minimum": 0, "maximum": {{most}} } }
        """;

    private static string IfKind(params string[] kinds) =>
        $$"""
        "if": { "required": ["kind"], "properties": { "kind": { "enum": {{Words(kinds)}} } } }
        """;
}
