using Google.Protobuf;

namespace Patchbay.Tests.Flows;

/// <summary>Protobuf by field numbers alone, so that the tests do not read what the program wrote with the program's own description.</summary>
public static class Wire
{
    /// <summary>Writes a message: numbers as varints, texts and messages with their length; nulls are left out.</summary>
    public static byte[] Message(params (int Field, object? Value)[] fields)
    {
        using var bytes = new MemoryStream();
        using (var wire = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var (field, value) in fields.Where(f => f.Value is not null))
            {
                wire.WriteTag(field, value is long or int ? WireFormat.WireType.Varint : WireFormat.WireType.LengthDelimited);
                if (value is long or int)
                {
                    wire.WriteInt64(Convert.ToInt64(value, null));
                }
                else
                {
                    wire.WriteBytes(value is string text ? ByteString.CopyFromUtf8(text) : ByteString.CopyFrom((byte[])value!));
                }
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A text that may be missing.</summary>
    public static byte[]? Text(string? text) => text is null ? null : Message((1, text));

    /// <summary>A moment.</summary>
    public static byte[] Time(DateTimeOffset at) => Message((1, at.ToUnixTimeSeconds()), (2, (int)(at.UtcTicks % TimeSpan.TicksPerSecond) * 100));

    /// <summary>Reads a message: numbers as long, everything else as bytes.</summary>
    public static ILookup<int, object> Read(byte[] message)
    {
        var fields = new List<(int Field, object Value)>();
        using var wire = new CodedInputStream(message);
        while (wire.ReadTag() is var tag and not 0)
        {
            object value = WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint ? wire.ReadInt64() : wire.ReadBytes().ToByteArray();
            fields.Add((WireFormat.GetTagFieldNumber(tag), value));
        }

        return fields.ToLookup(f => f.Field, f => f.Value);
    }

    /// <summary>One message in a message; an empty one when it is not there.</summary>
    public static ILookup<int, object> Inside(this ILookup<int, object> message, int field) =>
        Read(message[field].FirstOrDefault() as byte[] ?? []);

    /// <summary>A text in a message; null when it is not there.</summary>
    public static string? TextOf(this ILookup<int, object> message, int field) =>
        message[field].FirstOrDefault() is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>A number in a message; 0 when it is not there.</summary>
    public static long NumberOf(this ILookup<int, object> message, int field) => message[field].FirstOrDefault() as long? ?? 0;

    /// <summary>A moment in a message.</summary>
    public static DateTimeOffset TimeOf(this ILookup<int, object> message, int field)
    {
        var time = message.Inside(field);
        return DateTimeOffset.FromUnixTimeSeconds(time.NumberOf(1)).AddTicks(time.NumberOf(2) / 100);
    }
}
