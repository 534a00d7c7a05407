using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Trackers;

/// <summary>
/// Holds requests against a vendor's description: is there such a call, and does its body have no member that the description
/// lacks, all it requires, and the kinds it names. Stricter than the vendor, who ignores unknown members.
/// </summary>
internal sealed partial class OpenApiDescription(JsonElement root)
{
    public static async Task<OpenApiDescription> ReadAsync(string path) => new(JsonElement.Parse(await File.ReadAllTextAsync(path)));

    /// <summary>Everything that is wrong with a request; empty when it is fine.</summary>
    public IReadOnlyList<string> Check(FaultProxy.Seen request)
    {
        var path = request.Target.Split('?')[0];
        var call = root.GetProperty("paths").EnumerateObject()
            .Where(p => Pattern(p.Name).IsMatch(path))
            .OrderBy(p => p.Name.Count(c => c == '{'))
            .Select(p => p.Value.TryGetProperty(request.Method.ToLowerInvariant(), out var found) ? found : default)
            .FirstOrDefault(c => c.ValueKind == JsonValueKind.Object);
        if (call.ValueKind != JsonValueKind.Object)
        {
            return [$"{request.Method} {path}: no such call"];
        }

        var mistakes = new List<string>();
        foreach (var name in request.Target.Contains('?', StringComparison.Ordinal) ? request.Target.Split('?')[1].Split('&') : [])
        {
            if (!call.GetProperty("parameters").EnumerateArray().Any(p => Resolve(p).GetProperty("name").GetString() == name.Split('=')[0]))
            {
                mistakes.Add($"{request.Method} {path}: no parameter {name}");
            }
        }

        if (request.Body.Length > 0)
        {
            var schema = Resolve(call.GetProperty("requestBody")).GetProperty("content").GetProperty("application/json").GetProperty("schema");
            mistakes.AddRange(Differences(schema, JsonElement.Parse(request.Body), $"{request.Method} {path} $"));
        }

        return mistakes;
    }

    private IEnumerable<string> Differences(JsonElement given, JsonElement value, string path)
    {
        var schema = Resolve(given);
        foreach (var choice in (string[])["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                var best = choices.EnumerateArray().Select(c => Differences(c, value, path).ToList()).MinBy(d => d.Count)!;
                return best;
            }
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() ? [] : [$"{path}: null"];
        }

        var type = schema.TryGetProperty("type", out var named) ? named.GetString() : null;
        return (type, value.ValueKind) switch
        {
            ("object" or null, JsonValueKind.Object) => Members(schema, value, path),
            ("array", JsonValueKind.Array) =>
                value.EnumerateArray().SelectMany((item, i) => Differences(schema.GetProperty("items"), item, $"{path}[{i}]")),
            ("string", JsonValueKind.String) => Words(schema, value, path),
            ("integer" or "number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) or (null, _) => [],
            _ => [$"{path}: {value.ValueKind}, not {type}"],
        };
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string path)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        foreach (var member in value.EnumerateObject())
        {
            if (known.ValueKind != JsonValueKind.Object || !known.TryGetProperty(member.Name, out var inner))
            {
                yield return $"{path}.{member.Name}: not described";
                continue;
            }

            foreach (var difference in Differences(inner, member.Value, $"{path}.{member.Name}"))
            {
                yield return difference;
            }
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray() : default)
        {
            if (!value.TryGetProperty(name.GetString()!, out _))
            {
                yield return $"{path}.{name}: missing";
            }
        }
    }

    private static string[] Words(JsonElement schema, JsonElement value, string path) =>
        schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => w.ToString() == value.GetString())
            ? [$"{path}: {value} is not among {words}"]
            : [];

    private JsonElement Resolve(JsonElement element)
    {
        while (element.TryGetProperty("$ref", out var reference))
        {
            element = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(root, (at, part) => at.GetProperty(part));
        }

        return element;
    }

    private static Regex Pattern(string path) => new($"^{Parameter().Replace(path, "[^/]+")}$");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
