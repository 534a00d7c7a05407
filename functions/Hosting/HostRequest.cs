using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patchbay.Outbox;

namespace Patchbay.Hosting;

/// <summary>The JSON with which the Functions host calls a function: read for both hosts, written for the stand-alone one.</summary>
/// <remarks>
/// <c>{"Data":{binding: value},"Metadata":{…}}</c>. The bindings are named as below. Source: Azure Functions host
/// 4.1037, ScriptInvocationContextExtensions.
/// </remarks>
public static class HostRequest
{
    /// <summary>The binding of a queue function, in its function.json with <c>dataType</c> binary.</summary>
    public const string Message = "message";

    /// <summary>The binding of a timer function.</summary>
    public const string Timer = "timer";

    /// <summary>The binding of an orchestration.</summary>
    public const string Context = "context";

    /// <summary>The binding of an activity.</summary>
    public const string Input = "input";

    /// <summary>The binding by which a function may start orchestrations.</summary>
    public const string Client = "client";

    // As the host writes it: plus signs and quotes stay as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a call.</summary>
    /// <exception cref="FormatException">It is none, or not for this function's kind; the message says why.</exception>
    public static Invocation Read(RegisteredFunction function, ReadOnlyMemory<byte> request)
    {
        try
        {
            using var json = JsonDocument.Parse(request);
            if (Member(json.RootElement, "Data") is not { } data)
            {
                throw new FormatException("The body has no object \"Data\".");
            }

            return function switch
            {
                RegisteredFunction.OnQueue => new Invocation(function.Name, Bytes(data, Message), Count(json.RootElement)),
                RegisteredFunction.OnFlow => new Invocation(function.Name, Convert.FromBase64String(Text(data, Context)), 1),
                RegisteredFunction.OnActivity => new Invocation(function.Name, Encoding.UTF8.GetBytes(Text(data, Input)), 1),
                _ => Member(data, Timer) is null
                    ? throw new FormatException($"The body has no \"{Timer}\" in its \"Data\".")
                    : new Invocation(function.Name, ReadOnlyMemory<byte>.Empty, 1),
            };
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The body is not JSON at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.", broken);
        }
    }

    /// <summary>Finds what the binding <see cref="Client"/> holds: JSON text with a key in it; null when the function has no such binding.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static string? FindClient(ReadOnlyMemory<byte> request)
    {
        using var json = JsonDocument.Parse(request);
        return Member(json.RootElement, "Data") is { } data && Member(data, Client) is not null ? Text(data, Client) : null;
    }

    /// <summary>Writes what the Functions host would send for a message.</summary>
    public static ReadOnlyMemory<byte> Of(string function, Delivery delivery, DateTimeOffset now) => Write(
        function,
        now,
        json => json.WriteBase64String(Message, delivery.Body.Span),
        json =>
        {
            Quoted(json, "MessageId", delivery.Id);
            if (delivery.SessionId is { } session)
            {
                Quoted(json, "SessionId", session);
            }

            json.WriteString("DeliveryCount", delivery.Count.ToString(CultureInfo.InvariantCulture));
            json.WriteString("SequenceNumber", delivery.Sequence.ToString(CultureInfo.InvariantCulture));
        });

    /// <summary>Writes what the Functions host would send for a timer's tick.</summary>
    /// <param name="last">The tick before; null for the first.</param>
    public static ReadOnlyMemory<byte> Of(RegisteredFunction.OnTimer function, DateTimeOffset? last, DateTimeOffset now) => Write(
        function.Name,
        now,
        json =>
        {
            json.WriteStartObject(Timer);
            json.WriteStartObject("Schedule");
            json.WriteBoolean("AdjustForDST", true);
            json.WriteEndObject();
            json.WriteStartObject("ScheduleStatus");
            json.WriteString("Last", Second(last ?? DateTimeOffset.MinValue));
            json.WriteString("LastUpdated", Second(last ?? DateTimeOffset.MinValue));
            json.WriteString("Next", Second(function.Schedule.Next(now)));
            json.WriteEndObject();
            json.WriteBoolean("IsPastDue", false);
            json.WriteEndObject();
        },
        _ => { });

    /// <summary>Writes what the Functions host would send for a call of an activity.</summary>
    /// <param name="input">JSON text.</param>
    public static ReadOnlyMemory<byte> Of(RegisteredFunction.OnActivity function, string input, DateTimeOffset now) =>
        Write(function.Name, now, json => Quoted(json, Input, input), _ => { });

    private static ReadOnlyMemory<byte> Write(
        string function, DateTimeOffset now, Action<Utf8JsonWriter> writeData, Action<Utf8JsonWriter> writeMetadata)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            json.WriteStartObject();
            json.WriteStartObject("Data");
            writeData(json);
            json.WriteEndObject();
            json.WriteStartObject("Metadata");
            writeMetadata(json);
            json.WriteStartObject("sys");
            json.WriteString("MethodName", function);
            json.WriteString("UtcNow", Second(now));
            json.WriteString("RandGuid", Guid.NewGuid());
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return text.WrittenMemory;
    }

    // Base64 has no quotes, so the two forms cannot be confused: with dataType binary the value is base64, without it is JSON in a
    // string. A function.json that lost its dataType then still works.
    private static ReadOnlyMemory<byte> Bytes(JsonElement data, string binding)
    {
        if (Member(data, binding) is { ValueKind: JsonValueKind.String } value && value.TryGetBytesFromBase64(out var bytes))
        {
            return bytes;
        }

        var text = Text(data, binding, mayBePlain: false);
        return Encoding.UTF8.GetBytes(text);
    }

    // The host writes a text as a JSON string that holds a JSON string; what is no text (a number, null) as a string that holds it.
    private static string Text(JsonElement data, string binding, bool mayBePlain = true)
    {
        if (Member(data, binding) is not { ValueKind: JsonValueKind.String } value)
        {
            throw new FormatException($"The body has no string \"{binding}\" in its \"Data\".");
        }

        var text = value.GetString()!;
        if (text.StartsWith('"'))
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.GetString()!;
        }

        return mayBePlain ? text : throw new FormatException($"The \"{binding}\" is neither base64 nor JSON text in a string.");
    }

    // Never trusted: without dataType binary a message's own properties overwrite what the host says of it.
    private static int Count(JsonElement root) =>
        Member(root, "Metadata") is { } metadata
        && Member(metadata, "DeliveryCount") is { } count
        && int.TryParse(count.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : 1;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static void Quoted(Utf8JsonWriter json, string name, string value) =>
        json.WriteString(name, $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");

    private static string Second(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
}
