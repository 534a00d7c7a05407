using System.Text.Json;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners;

/// <summary>Notes which members a JSON text begins with; where the head ends or the text breaks, so does the list.</summary>
internal static class OpeningJson
{
    private const int MostPaths = 2_000;
    private const int MostDepth = 8;
    private const int NameCharacters = 100;
    private const int ValueCharacters = 200;

    /// <param name="head">UTF-8, beginning with the first character of the text, perhaps cut anywhere.</param>
    public static ReportOpening Read(ReadOnlySpan<byte> head)
    {
        var reader = new Utf8JsonReader(head, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
        var walk = new Walk();
        try
        {
            while (walk.Paths.Count < MostPaths && reader.Read() && !walk.IsOver)
            {
                walk.Take(in reader);
            }
        }
        catch (JsonException)
        {
            // What was seen up to here still tells what it was meant to be; the format's own reading finds the error.
        }

        return new ReportOpening { Kind = BodyKind.Json, JsonRoot = RootOf(head), Members = walk.Members, Paths = walk.Paths };
    }

    private static JsonValueKind RootOf(ReadOnlySpan<byte> head) => head[0] switch
    {
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'"' => JsonValueKind.String,
        (byte)'n' => JsonValueKind.Null,
        (byte)'t' => JsonValueKind.True,
        _ => JsonValueKind.False,
    };

    private sealed class Walk
    {
        // The path of every open object or array, null for what lies beside a first element or too deep, and how many elements were begun.
        private readonly Stack<(string? Path, bool IsArray, int Elements)> open = new();
        private string? member;

        public Dictionary<string, string?> Members { get; } = [];

        public HashSet<string> Paths { get; } = [];

        public bool IsOver { get; private set; }

        public void Take(in Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    member = JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped, NameCharacters);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Begin(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    IsOver = open.Count == 0;
                    break;
                default:
                    Note(Step(), Scalar(in reader));
                    IsOver = open.Count == 0;
                    break;
            }
        }

        private static string? Scalar(in Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped, ValueCharacters),
            _ => JsonText.Decode(reader.ValueSpan, isEscaped: false, ValueCharacters),
        };

        private void Begin(bool isArray)
        {
            var step = Step();
            var path = step is null ? null : isArray ? step + "[]" : step;
            Note(step, null);
            if (path is { Length: > 0 })
            {
                Paths.Add(path);
            }

            open.Push((open.Count < MostDepth ? path : null, isArray, 0));
        }

        private void Note(string? path, string? value)
        {
            if (path is { Length: > 0 })
            {
                Paths.Add(path);
                if (open.Count == 1 && !open.Peek().IsArray)
                {
                    Members[path] = value;
                }
            }
        }

        // The path of the value that comes now; null when it is not to be noted.
        private string? Step()
        {
            if (!open.TryPop(out var inside))
            {
                return string.Empty;
            }

            open.Push(inside with { Elements = inside.Elements + 1 });
            if (inside.Path is null || (inside.IsArray && inside.Elements > 0))
            {
                return null;
            }

            return inside.IsArray ? inside.Path : inside.Path.Length == 0 ? member : $"{inside.Path}.{member}";
        }
    }
}
