using System.Text;
using System.Text.Json;

namespace Patchbay.Scanners.Json;

/// <summary>Reads one member's value, whole, into the object that is being filled.</summary>
internal delegate void ReadMember<TValue, in T>(ref TValue value, T target)
    where TValue : allows ref struct;

/// <summary>The members of one kind of JSON object that we know, and what to do with each. Unknown ones are skipped.</summary>
/// <typeparam name="T">What an object of the kind is read into.</typeparam>
internal sealed class JsonMembers<T>
{
    private const int SlotBits = 9;
    private const int Slots = 1 << SlotBits;
    private readonly (byte[] Name, ReadMember<JsonCursor, T> Read)[]?[] slots = new (byte[], ReadMember<JsonCursor, T>)[]?[Slots];

    /// <summary>What to do with members that are not listed; null to skip them.</summary>
    public ReadMember<JsonCursor, T>? Others { get; init; }

    /// <summary>What to do with a member.</summary>
    /// <param name="name">As it stands in the text: plain ASCII.</param>
    public ReadMember<JsonCursor, T> this[string name]
    {
        set
        {
            var bytes = Encoding.ASCII.GetBytes(name);
            ref var slot = ref slots[SlotOf(bytes)];
            slot = [.. slot ?? [], (bytes, value)];
        }
    }

    /// <summary>Reads an object.</summary>
    /// <returns>False, with the value skipped, when it is no object.</returns>
    public bool Read(ref JsonCursor cursor, T target)
    {
        if (!cursor.EnterObject())
        {
            return false;
        }

        ReadMembers(ref cursor, target);
        return true;
    }

    /// <summary>Reads the members of the object we have entered, to its end.</summary>
    public void ReadMembers(ref JsonCursor cursor, T target)
    {
        while (cursor.NextMember())
        {
            (Find(cursor.RawMember()) ?? Others)?.Invoke(ref cursor, target);

            // Unknown, or not wanted because another member said it already.
            if (cursor.Token == JsonTokenType.PropertyName)
            {
                cursor.Skip();
            }
        }
    }

    private static int SlotOf(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 0 : (int)((uint)((name.Length << 24) ^ (name[0] << 16) ^ (name[^1] << 8) ^ name[name.Length / 2]) * 0x9E37_79B1 >> (32 - SlotBits));

    private ReadMember<JsonCursor, T>? Find(ReadOnlySpan<byte> name)
    {
        if (slots[SlotOf(name)] is { } candidates)
        {
            foreach (var (known, read) in candidates)
            {
                if (name.SequenceEqual(known))
                {
                    return read;
                }
            }
        }

        return null;
    }
}
