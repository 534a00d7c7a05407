using System.Text.Json;

namespace Patchbay.Policies.Reading;

/// <summary>One value of a document that is being read: it notes every mistake with its path and lets reading go on.</summary>
internal readonly record struct Node(JsonElement Value, string Path, MistakeList Mistakes)
{
    /// <summary>The text; null when this is none.</summary>
    public string? Plain => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    public bool IsEmptyObject => Value.ValueKind == JsonValueKind.Object && !Value.EnumerateObject().MoveNext();

    // What people call the kinds of values, also in YAML.
    private string Kind => Value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "empty",
    };

    /// <summary>The members by name in the order written; null when this is no object.</summary>
    public IReadOnlyList<KeyValuePair<string, Node>>? Members(IReadOnlyList<string> known, params ReadOnlySpan<string> required)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Note($"must be an object, not {Kind}");
            return null;
        }

        var members = new List<KeyValuePair<string, Node>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in Value.EnumerateObject())
        {
            var member = new Node(property.Value, PathOf(property.Name), Mistakes);
            if (!names.Add(property.Name))
            {
                member.Note("is there twice");
            }
            else if (!known.Contains(property.Name))
            {
                member.Note($"unknown member; {NearestWord.Hint(property.Name, known)}");
            }
            else
            {
                members.Add(KeyValuePair.Create(property.Name, member));
            }
        }

        foreach (var name in required)
        {
            if (!names.Contains(name))
            {
                Note($"\"{name}\" is missing");
            }
        }

        return members;
    }

    /// <summary>The entries; empty when this is no list or, with a mistake noted, an empty one.</summary>
    public IReadOnlyList<Node> Items(int most, bool orOne = false)
    {
        if (orOne && Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null))
        {
            return [this];
        }

        if (Value.ValueKind != JsonValueKind.Array)
        {
            Note($"must be a list, not {Kind}");
            return [];
        }

        var count = Value.GetArrayLength();
        if (count == 0 || count > most)
        {
            Note(count == 0 ? "the list is empty; leave it out or name at least one" : $"at most {most} entries, not {count}");
            return [];
        }

        var (path, mistakes) = (Path, Mistakes);
        return [.. Value.EnumerateArray().Select((v, i) => new Node(v, $"{path}[{i}]", mistakes))];
    }

    public string? Text(TextRule? rule = null)
    {
        if (Value.ValueKind != JsonValueKind.String)
        {
            Note($"must be text, not {Kind}{(Value.ValueKind is JsonValueKind.Number ? "; put it in quotes" : "")}");
            return null;
        }

        var text = Value.GetString()!;
        if (rule is null || rule.Allows(text))
        {
            return text;
        }

        Note($"must be {rule.Meaning}");
        return null;
    }

    public bool? Flag()
    {
        if (Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Value.GetBoolean();
        }

        Note($"must be true or false, not {Kind}");
        return null;
    }

    public double? Number(double least, double most, bool isWhole)
    {
        if (Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number)
            && number >= least && number <= most && (!isWhole || Math.Floor(number) == number))
        {
            return number;
        }

        Note(FormattableString.Invariant($"must be a {(isWhole ? "whole " : "")}number from {least} to {most}"));
        return null;
    }

    /// <summary>One of the enum's words; null when a mistake was noted.</summary>
    /// <param name="others">Further words that the caller has looked for already.</param>
    public T? Word<T>(string noun, params ReadOnlySpan<string> others)
        where T : struct, Enum
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (Words<T>.Find(text) is not { } value)
        {
            Note($"unknown {noun} \"{Short(text)}\"; {NearestWord.Hint(text, [.. Words<T>.All, .. others])}");
            return null;
        }

        return value;
    }

    public void Note(string message) => Mistakes.Add(Path, message);

    public static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private string PathOf(string member) =>
        member.Length is > 0 and <= 60 && member.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '-')
            ? $"{Path}.{member}"
            : $"{Path}[{JsonSerializer.Serialize(Short(member))}]";
}

/// <summary>The mistakes found so far.</summary>
internal sealed class MistakeList
{
    // A document that is wrong everywhere is not mended by reading a longer answer.
    private const int Most = 200;

    private readonly List<PolicyMistake> found = [];

    public IReadOnlyList<PolicyMistake> Found => found;

    public void Add(string path, string message)
    {
        if (found.Count < Most)
        {
            found.Add(new PolicyMistake(path, message));
        }
        else if (found.Count == Most)
        {
            found.Add(new PolicyMistake("$", "and more; mend these first"));
        }
    }
}
