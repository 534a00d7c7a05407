using System.Text.Json;

namespace Patchbay.Bench;

/// <summary>The least that reading JSON in a stream can cost: a walk over every token that makes every string value.</summary>
public static class JsonFloor
{
    /// <summary>Walks a text of any size.</summary>
    /// <returns>Characters of all string values, so that none of the work can be left out.</returns>
    public static long Walk(Stream body)
    {
        var buffer = new byte[64 << 10];
        var filled = 0;
        var state = default(JsonReaderState);
        long characters = 0;
        while (true)
        {
            var read = body.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, filled), isFinalBlock: read == 0, state);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    characters += reader.GetString()!.Length;
                }
            }

            if (read == 0)
            {
                return characters;
            }

            state = reader.CurrentState;
            var used = (int)reader.BytesConsumed;
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }
}
