using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Api;

/// <summary>Reads the bodies of integration requests and collects every mistake, not only the first.</summary>
/// <param name="name">The name in the request's path.</param>
internal sealed class IntegrationBody(JsonElement body, string name)
{
    private readonly List<SettingMistake> mistakes = [];
    private readonly string path = "$";
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private IntegrationBody(JsonElement body, string name, string path)
        : this(body, name) => this.path = path;

    /// <summary>Reads an instance and the secrets to be written with it.</summary>
    public static (Instance Instance, IReadOnlyDictionary<string, string?> Secrets, IReadOnlyList<SettingMistake> Mistakes) Instance(
        JsonElement json, string name)
    {
        var body = new IntegrationBody(json, name);
        var instance = new Instance(body.Name(), body.Text("kind") ?? "")
        {
            Url = body.Text("url"),
            Settings = body.Map("settings").Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value!, StringComparer.Ordinal),
            Lanes = body.Number("lanes") ?? 1,
            PaceMilliseconds = body.Number("paceMilliseconds"),
            AllowInsecure = body.Flag("allowInsecure"),
        };
        return (instance, body.Secrets(), body.Mistakes());
    }

    /// <summary>Reads a mapping.</summary>
    public static (Mapping Mapping, IReadOnlyList<SettingMistake> Mistakes) Mapping(JsonElement json, string name)
    {
        var body = new IntegrationBody(json, name);
        var mapping = new Mapping(body.Name(), body.Text("instance") ?? "", body.Text("project") ?? "")
        {
            Labels = body.Texts("labels") ?? [],
            SeverityLabels = body.MapBy<Severity>("severityLabels"),
            Assignee = body.Text("assignee"),
            Title = body.Text("title"),
            Body = body.Text("body"),
            IssueType = body.Text("issueType"),
            Priorities = body.MapBy<Severity>("priorities"),
            Components = body.Texts("components") ?? [],
            Fields = body.Map("fields").ToDictionary(f => f.Key, f => f.Value ?? "", StringComparer.Ordinal),
            Statuses = body.MapBy<FindingState>("statuses"),
            Resolutions = body.MapBy<FindingState>("resolutions"),
            Close = body.Word<CloseBehaviour>("close"),
            Sync = body.Sync(),
        };
        return (mapping, body.Mistakes());
    }

    /// <summary>Reads an assignment.</summary>
    public static (Assignment Assignment, IReadOnlyList<SettingMistake> Mistakes) Assignment(JsonElement json, string name)
    {
        var body = new IntegrationBody(json, name);
        var assignment = new Assignment(body.Name(), body.Text("mapping") ?? "")
        {
            Assets = body.Texts("assets") ?? ["*"],
            Tags = body.Texts("tags") ?? [],
            Mode = body.Word("mode", AssignmentMode.LinkNewAndUpdate),
            CloseAbsent = body.Member("closeAbsent").ValueKind == JsonValueKind.Undefined || body.Flag("closeAbsent"),
            GroupBy = body.Word<TicketGrouping>("groupBy"),
        };
        return (assignment, body.Mistakes());
    }

    private MappingSync Sync()
    {
        if (Read("sync", JsonValueKind.Object, "an object") is not { } section)
        {
            return new MappingSync();
        }

        var body = new IntegrationBody(section, name, $"{path}.sync");
        var sync = new MappingSync
        {
            Status = body.Word<FieldOwner>("status"),
            Statuses = body.MapTo<FindingState>("statuses"),
            Resolutions = body.MapTo<FindingState>("resolutions"),
            Unmapped = body.Word<UnmappedStatus>("unmapped"),
            AcceptDays = body.Number("acceptDays"),
            Reopen = body.Word<ReopenBehaviour>("reopen"),
            Severity = body.Word("severity", FieldOwner.Off),
            Assignee = body.Word<FieldOwner>("assignee"),
            Labels = body.Word<FieldOwner>("labels"),
            Comments = body.Flag("comments"),
        };
        mistakes.AddRange(body.Mistakes());
        return sync;
    }

    private List<SettingMistake> Mistakes()
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return [new(path, "Give a JSON object.")];
        }

        mistakes.AddRange(body.EnumerateObject()
            .Where(m => !asked.Contains(m.Name))
            .Select(m => new SettingMistake($"{path}.{m.Name}", $"There is no such member; there are {string.Join(", ", asked.Order())}.")));
        return mistakes;
    }

    private string Name()
    {
        if (Text("name") is { } other && other != name)
        {
            mistakes.Add(new("$.name", $"The path says {name}; leave the name out or make both the same."));
        }

        return name;
    }

    // A word for one of an enum's members; the one of value 0 without it.
    private T Word<T>(string member, T missing = default)
        where T : struct, Enum
    {
        if (Text(member) is not { } word)
        {
            return missing;
        }

        if (EnumWords<T>.Find(word) is { } value)
        {
            return value;
        }

        mistakes.Add(new($"{path}.{member}", $"Give one of {EnumWords<T>.All}."));
        return missing;
    }

    private Dictionary<T, string> MapBy<T>(string member)
        where T : struct, Enum
    {
        var map = new Dictionary<T, string>();
        foreach (var (word, text) in Map(member))
        {
            if (EnumWords<T>.Find(word) is { } key)
            {
                map[key] = text ?? "";
            }
            else
            {
                mistakes.Add(new($"{path}.{member}.{word}", $"There is no such name; there are {EnumWords<T>.All}."));
            }
        }

        return map;
    }

    private Dictionary<string, T> MapTo<T>(string member)
        where T : struct, Enum
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, word) in Map(member))
        {
            if (EnumWords<T>.Find(word ?? "") is { } value)
            {
                map[key] = value;
            }
            else
            {
                mistakes.Add(new($"{path}.{member}.{key}", $"Give one of {EnumWords<T>.All}."));
            }
        }

        return map;
    }

    // What a reading shows is a list of names; sent back like that, it changes nothing.
    private Dictionary<string, string?> Secrets() =>
        Member("secrets").ValueKind == JsonValueKind.Array ? [] : Map("secrets");

    private JsonElement Member(string member)
    {
        asked.Add(member);
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : default;
    }

    private string? Text(string member) => Read(member, JsonValueKind.String, "a text") is { } value ? value.GetString() : null;

    private bool Flag(string member)
    {
        var value = Member(member);
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False))
        {
            mistakes.Add(new($"{path}.{member}", "Give true or false."));
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private int? Number(string member)
    {
        if (Read(member, JsonValueKind.Number, "a whole number") is not { } value)
        {
            return null;
        }

        if (value.TryGetInt32(out var number))
        {
            return number;
        }

        mistakes.Add(new($"{path}.{member}", "Give a whole number."));
        return null;
    }

    private List<string>? Texts(string member)
    {
        if (Read(member, JsonValueKind.Array, "a list of texts") is not { } list)
        {
            return null;
        }

        if (list.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
        {
            mistakes.Add(new($"{path}.{member}", "Give a list of texts."));
            return null;
        }

        return [.. list.EnumerateArray().Select(e => e.GetString()!)];
    }

    private Dictionary<string, string?> Map(string member)
    {
        var map = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in Read(member, JsonValueKind.Object, "an object of texts")?.EnumerateObject() ?? default)
        {
            if (entry.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            {
                map[entry.Name] = entry.Value.GetString();
            }
            else
            {
                mistakes.Add(new($"{path}.{member}.{entry.Name}", "Give a text."));
            }
        }

        return map;
    }

    private JsonElement? Read(string member, JsonValueKind kind, string what)
    {
        var value = Member(member);
        if (value.ValueKind != kind && value.ValueKind != JsonValueKind.Undefined)
        {
            mistakes.Add(new($"{path}.{member}", $"Give {what}."));
        }

        return value.ValueKind == kind ? value : null;
    }
}
