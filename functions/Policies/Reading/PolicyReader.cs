using System.Buffers;
using System.Text;
using System.Text.Json;
using Patchbay.Policies.Matching;
using YamlDotNet.Core;

namespace Patchbay.Policies.Reading;

/// <summary>Reads policy documents, in JSON or YAML, and names every mistake at once.</summary>
public static class PolicyReader
{
    /// <summary>Largest document, as sent and as JSON. Two copies of it fit one commit.</summary>
    public const int Bytes = 700 * 1024;

    /// <summary>Deepest nesting of objects and lists: rows and answers put it into more, and their readers stop at 64.</summary>
    public const int Depth = 50;

    /// <summary>Most policies in a document.</summary>
    public const int Policies = 1000;

    internal static readonly string[] PolicyMembers = ["name", "kind", "description", "enabled", "assets", "tags", "match", "then"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions JsonRules = new() { MaxDepth = Depth };

    /// <summary>Reads a document. It may name a <c>version</c>, as one that was read from Patchbay does; that is not looked at.</summary>
    public static PolicyReading Read(ReadOnlyMemory<byte> text, PolicyTextFormat format)
    {
        try
        {
            return ReadText(text, format);
        }
        catch (DecoderFallbackException)
        {
            return Unreadable("the text is not UTF-8");
        }
        catch (JsonException e)
        {
            return Unreadable($"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {OneLine(e.Message)}");
        }
        catch (YamlException e)
        {
            return Unreadable($"not usable as YAML at line {e.Start.Line}, column {e.Start.Column}: {OneLine(e.Message)}");
        }
    }

    private static PolicyReading ReadText(ReadOnlyMemory<byte> bytes, PolicyTextFormat format)
    {
        if (bytes.Length > Bytes)
        {
            return Unreadable($"the document has {bytes.Length} bytes; {Bytes} is the most");
        }

        var text = StrictUtf8.GetString(bytes.Span).TrimStart('\ufeff');
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty)
        {
            return Unreadable("the document is empty; without policies it says {\"policies\": []}");
        }

        var isJson = format == PolicyTextFormat.Json || (format == PolicyTextFormat.Unknown && start[0] is '{' or '[');
        using var document = isJson ? JsonDocument.Parse(text, JsonRules) : JsonDocument.Parse(YamlText.ToJson(text), JsonRules);
        return HoldsWholeCharacters(document.RootElement)
            ? ReadDocument(document.RootElement)
            : Unreadable("a text holds half a surrogate pair (\\ud800 to \\udfff alone)");
    }

    private static PolicyReading ReadDocument(JsonElement root)
    {
        var mistakes = new MistakeList();
        var node = new Node(root, "$", mistakes);
        var policies = new List<Policy>();
        foreach (var (name, member) in node.Members(["$schema", "version", "policies"], "policies") ?? [])
        {
            switch (name)
            {
                case "policies":
                    policies = ReadPolicies(member);
                    break;
                case "version":
                    member.Number(0, int.MaxValue, isWhole: true);
                    break;
                default:
                    member.Text();
                    break;
            }
        }

        if (mistakes.Found.Count > 0)
        {
            return new PolicyReading.Refused(mistakes.Found);
        }

        var json = WithoutVersion(root);
        return json.Length > Bytes
            ? Unreadable($"as JSON the document has {json.Length} bytes; {Bytes} is the most")
            : new PolicyReading.Accepted(policies, json, PolicyWarnings.Of(policies));
    }

    private static List<Policy> ReadPolicies(Node node)
    {
        // No policies at all is a wish that can be meant; in any other list it is a slip.
        if (node.Value.ValueKind == JsonValueKind.Array && node.Value.GetArrayLength() == 0)
        {
            return [];
        }

        var policies = new List<Policy>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in node.Items(Policies))
        {
            if (ReadPolicy(item, names) is { } policy)
            {
                policies.Add(policy);
            }
        }

        return policies;
    }

    private static Policy? ReadPolicy(Node node, Dictionary<string, string> names)
    {
        var members = (node.Members(PolicyMembers, "name", "kind", "match") ?? []).ToDictionary(m => m.Key, m => m.Value);
        Node? Find(string name) => members.TryGetValue(name, out var member) ? member : null;

        var name = Find("name")?.Text(TextRule.PolicyName);
        if (name is not null && !names.TryAdd(name, node.Path))
        {
            members["name"].Note($"{names[name]} has this name already");
        }

        var kind = Find("kind")?.Word<PolicyKind>("kind");
        var match = Find("match") is { } m ? MatchReader.Read(m, onlyPaths: kind == PolicyKind.IgnorePaths) : null;
        var then = kind is { } known ? ThenReader.Read(known, Find("then"), node) : null;
        var description = Find("description")?.Text(TextRule.Description);
        var isEnabled = Find("enabled")?.Flag() ?? true;
        var assets = Find("assets") is { } a ? MatchReader.ReadGlobs(a, GlobStyle.Name) : null;
        var tags = Find("tags") is { } t ? MatchReader.ReadGlobs(t, GlobStyle.Name) : null;

        return name is null || match is null || then is null
            ? null
            : new Policy(name, match, then) { Description = description, IsEnabled = isEnabled, Assets = assets, Tags = tags };
    }

    // JSON may write half of a surrogate pair as an escape. The parser lets it pass and throws when the text is asked for.
    private static bool HoldsWholeCharacters(JsonElement root)
    {
        try
        {
            Visit(root);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Visit(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    Visit(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Visit(item);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }

    private static ReadOnlyMemory<byte> WithoutVersion(JsonElement root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes);
        writer.WriteStartObject();
        foreach (var property in root.EnumerateObject().Where(p => p.Name != "version"))
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenMemory;
    }

    private static PolicyReading.Refused Unreadable(string message) => new([new PolicyMistake("$", message)]);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
