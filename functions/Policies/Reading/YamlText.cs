using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Patchbay.Policies.Reading;

/// <summary>Turns YAML into JSON, so that one reader serves both. Source: YAML 1.2, core schema.</summary>
/// <remarks>Refuses tags, and writes an anchored value out at each alias only as far as <see cref="PolicyReader.Bytes"/>.</remarks>
internal sealed partial class YamlText : IDisposable
{
    // The parser takes a NUL for the end of the text, and so would leave out what follows.
    private static readonly char[] ControlCharacters =
        [.. Enumerable.Range(0, ' ').Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r'))];

    // A stream and a document are around every value.
    private const int DocumentDepth = 2;

    private readonly List<ParsingEvent> events;
    private readonly Dictionary<AnchorName, int> anchors = [];
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly Utf8JsonWriter json;
    private int at;

    private YamlText(List<ParsingEvent> events)
    {
        this.events = events;
        json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="YamlException">It is no YAML, or uses what is not allowed here; message and start say what and where.</exception>
    public static ReadOnlyMemory<byte> ToJson(string text)
    {
        if (text.IndexOfAny(ControlCharacters) is >= 0 and var control)
        {
            var line = text.AsSpan(0, control).Count('\n') + 1;
            var mark = new Mark(control, line, control - text.LastIndexOf('\n', control));
            throw new YamlException(mark, mark, "control characters are not allowed");
        }

        var events = Parse(text);
        if (events.OfType<DocumentStart>().Skip(1).FirstOrDefault() is { } second)
        {
            throw Refusal(second, "there is a second document");
        }

        var values = events.Where(e => e is NodeEvent or AnchorAlias or MappingEnd or SequenceEnd).ToList();
        if (values.Count == 0)
        {
            throw Refusal(events[^1], "there is nothing but comments");
        }

        using var reading = new YamlText(values);
        reading.WriteValue(depth: 0);
        reading.json.Flush();
        return reading.bytes.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    private static List<ParsingEvent> Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        var events = new List<ParsingEvent>();
        var depth = 0;
        while (Next(parser, events) is { } current)
        {
            events.Add(current);

            // Here already, because the parser takes the square of the depth.
            depth += current.NestingIncrease;
            CheckDepth(current, depth - DocumentDepth);
        }

        return events;
    }

    private static ParsingEvent? Next(Parser parser, List<ParsingEvent> before)
    {
        try
        {
            return parser.MoveNext() ? parser.Current : null;
        }
        catch (InvalidOperationException e)
        {
            // How this parser says that brackets stay open at the end of a line or of the text.
            var last = before[^1];
            throw new YamlException(last.Start, last.End, "what begins near here is not closed or not well indented", e);
        }
    }

    private static YamlException Refusal(ParsingEvent where, string message) => new(where.Start, where.End, message);

    private static void CheckDepth(ParsingEvent current, int depth)
    {
        if (depth > PolicyReader.Depth)
        {
            throw Refusal(current, $"values are nested more than {PolicyReader.Depth} deep, or an anchor holds itself");
        }
    }

    private void WriteValue(int depth)
    {
        var current = events[at++];
        CheckDepth(current, depth);
        if (bytes.WrittenCount + json.BytesPending > PolicyReader.Bytes)
        {
            throw Refusal(current, $"with all aliases written out the document is larger than {PolicyReader.Bytes} bytes");
        }

        switch (current)
        {
            case AnchorAlias alias:
                WriteAlias(alias, depth);
                break;
            case NodeEvent { Tag.IsEmpty: false }:
                throw Refusal(current, "tags (a word that begins with \"!\") are not allowed; put a text that begins so in quotes");
            case Scalar scalar:
                Remember(scalar);
                WriteScalar(scalar);
                break;
            case MappingStart mapping:
                Remember(mapping);
                WriteMapping(depth);
                break;
            case SequenceStart sequence:
                Remember(sequence);
                WriteSequence(depth);
                break;
            default:
                throw Refusal(current, "a member has a name but no value, or a value but no name");
        }
    }

    private void Remember(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            anchors[node.Anchor] = at - 1;
        }
    }

    private void WriteAlias(AnchorAlias alias, int depth)
    {
        if (!anchors.TryGetValue(alias.Value, out var start))
        {
            throw Refusal(alias, $"there is no anchor \"{Node.Short(alias.Value.Value)}\" before this alias");
        }

        var back = at;
        at = start;
        WriteValue(depth + 1);
        at = back;
    }

    private void WriteMapping(int depth)
    {
        json.WriteStartObject();
        while (events[at] is not MappingEnd)
        {
            if (events[at] is not Scalar { Tag.IsEmpty: true } key)
            {
                throw Refusal(events[at], "a member's name must be plain text");
            }

            at++;
            json.WritePropertyName(key.Value);
            WriteValue(depth + 1);
        }

        at++;
        json.WriteEndObject();
    }

    private void WriteSequence(int depth)
    {
        json.WriteStartArray();
        while (events[at] is not SequenceEnd)
        {
            WriteValue(depth + 1);
        }

        at++;
        json.WriteEndArray();
    }

    private void WriteScalar(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            json.WriteStringValue(scalar.Value);
            return;
        }

        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                json.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                json.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                json.WriteBooleanValue(false);
                break;
            case { Length: <= 40 } text when Number().IsMatch(text) && double.Parse(text, CultureInfo.InvariantCulture) is var number:
                json.WriteNumberValue(Math.Clamp(number, double.MinValue, double.MaxValue));
                break;
            default:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
