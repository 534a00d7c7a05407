using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Patchbay.Outbox;

/// <summary>Writes messages as Service Bus takes them over HTTP. Source: its REST reference, "Send Message" and "Send Message Batch".</summary>
internal static class ServiceBusBatch
{
    /// <summary>The media type of a batch; the service takes it without parameters only.</summary>
    public const string MediaType = "application/vnd.microsoft.servicebus.json";

    // 256 KB is the most the Standard tier takes in one send, counted with what the service adds to each message.
    private const int MostBytes = 240_000;
    private const int MostMessages = 100;

    // A lone surrogate or a broken byte would arrive as another character.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A body is JSON inside JSON: the default encoder would write six bytes for each of its quotes.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Cuts messages into sends, each small enough for one request, in the same order.</summary>
    /// <returns>Lists of one, to be sent alone, or of several with their elements' text.</returns>
    /// <exception cref="ArgumentException">A body is not UTF-8.</exception>
    public static IEnumerable<IReadOnlyList<(QueueMessage Message, ReadOnlyMemory<byte> Element)>> Cut(IReadOnlyList<QueueMessage> messages)
    {
        var some = new List<(QueueMessage, ReadOnlyMemory<byte>)>();
        var bytes = 0;
        foreach (var message in messages)
        {
            var element = Element(message);
            if (some.Count == MostMessages || (some.Count > 0 && bytes + element.Length > MostBytes))
            {
                yield return some;
                some = [];
                bytes = 0;
            }

            some.Add((message, element));
            bytes += element.Length + 1;
        }

        if (some.Count > 0)
        {
            yield return some;
        }
    }

    /// <summary>The body of a batch request: a JSON array of the elements.</summary>
    public static ReadOnlyMemory<byte> Body(IReadOnlyList<(QueueMessage Message, ReadOnlyMemory<byte> Element)> some)
    {
        var text = new ArrayBufferWriter<byte>(some.Sum(s => s.Element.Length + 1) + 1);
        text.Write("["u8);
        for (var i = 0; i < some.Count; i++)
        {
            text.Write(i == 0 ? ""u8 : ","u8);
            text.Write(some[i].Element.Span);
        }

        text.Write("]"u8);
        return text.WrittenMemory;
    }

    /// <summary>The header of a lone message: ASCII, as a header must be.</summary>
    public static string Properties(QueueMessage message)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            WriteProperties(json, message);
        }

        return Encoding.ASCII.GetString(text.WrittenSpan);
    }

    private static ReadOnlyMemory<byte> Element(QueueMessage message)
    {
        var text = new ArrayBufferWriter<byte>(message.Body.Length + 256);
        using (var json = new Utf8JsonWriter(text, Compact))
        {
            json.WriteStartObject();
            json.WriteString("Body", Strict.GetString(message.Body.Span));
            json.WritePropertyName("BrokerProperties");
            WriteProperties(json, message);
            json.WriteEndObject();
        }

        return text.WrittenMemory;
    }

    private static void WriteProperties(Utf8JsonWriter json, QueueMessage message)
    {
        json.WriteStartObject();
        json.WriteString("MessageId", message.Id);
        if (message.SessionId is { } session)
        {
            json.WriteString("SessionId", session);
        }

        if (message.NotBefore is { } at)
        {
            // The form has whole seconds; never earlier than asked.
            var seconds = at.AddTicks(TimeSpan.TicksPerSecond - 1).ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
            json.WriteString("ScheduledEnqueueTimeUtc", seconds);
        }

        json.WriteEndObject();
    }
}
