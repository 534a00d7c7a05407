using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Patchbay.Policies.Reading;

/// <summary>Writes a version of the policies so that its author knows it again and can send it back.</summary>
public static partial class PolicyText
{
    /// <summary>Writes it as JSON, its version first.</summary>
    public static ReadOnlyMemory<byte> ToJson(PolicyVersion version)
    {
        var bytes = new ArrayBufferWriter<byte>();

        // The answer is read as JSON and nothing else, so that names in other scripts may stay readable.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var writer = new Utf8JsonWriter(bytes, options);
        writer.WriteStartObject();
        writer.WriteNumber("version", version.Version);
        foreach (var property in version.Document.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>Writes it as YAML, its version first.</summary>
    public static string ToYaml(PolicyVersion version)
    {
        var text = new StringBuilder();
        var emitter = new Emitter(new StringWriter(text, CultureInfo.InvariantCulture), new EmitterSettings().WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        Emit(emitter, "version");
        Emit(emitter, JsonElement.Parse(version.Version.ToString(CultureInfo.InvariantCulture)));
        EmitMembers(emitter, version.Document);
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                EmitMembers(emitter, value);
                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                var style = value.EnumerateArray().Any(v => v.ValueKind is JsonValueKind.Object) ? SequenceStyle.Block : SequenceStyle.Flow;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
                foreach (var item in value.EnumerateArray())
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                Emit(emitter, value.GetString()!);
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value.GetRawText(), ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static void EmitMembers(Emitter emitter, JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            Emit(emitter, property.Name);
            Emit(emitter, property.Value);
        }
    }

    // Without quotes only what every YAML, also the old one with its yes and no, reads as text.
    private static void Emit(Emitter emitter, string text)
    {
        var style = Plain().IsMatch(text) && !Special().IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, true, true));
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./@-]*( [A-Za-z0-9_./@-]+)*\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(y|n|yes|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Special();
}
