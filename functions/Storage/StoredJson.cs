using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Storage;

/// <summary>How rows, messages and API bodies are written as JSON: camelCase, kebab-case enums, no nulls.</summary>
public static class StoredJson
{
    /// <summary>The one set of options.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Writes a value as UTF-8 JSON.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a row's body.</summary>
    /// <exception cref="JsonException">The body is not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize<T>(body.Span, Options) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    /// <summary>Gives other options the same conventions.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
