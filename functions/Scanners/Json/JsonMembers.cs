using System.Text;
using System.Text.Json;

namespace Patchbay.Scanners.Json;

/// <summary>Reads one member's value, whole, into the object that is being filled.</summary>
internal delegate void ReadMember<in T>(ref JsonCursor cursor, T target);

/// <summary>The members of one kind of JSON object that we know, and what to do with each. Unknown ones are skipped.</summary>
/// <typeparam name="T">What an object of the kind is read into.</typeparam>
internal sealed class JsonMembers<T>
{
    private const int Slots = 128;
    private readonly (byte[] Name, ReadMember<T> Read)[]?[] slots = new (byte[], ReadMember<T>)[]?[Slots];

    /// <summary>What to do with members that are not listed; null to skip them.</summary>
    public ReadMember<T>? Others { get; init; }

    /// <summary>What to do with a member.</summary>
    /// <param name="name">As it stands in the text: plain ASCII.</param>
    public ReadMember<T> this[string name]
    {
        set
        {
            var bytes = Encoding.ASCII.GetBytes(name);
            ref var slot = ref slots[SlotOf(bytes)];
            slot = [.. slot ?? [], (bytes, value)];
        }
    }

    /// <summary>Whether a member is listed.</summary>
    public bool Knows(string name) => Find(Encoding.UTF8.GetBytes(name)) is not null;

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
        name.IsEmpty ? 0 : ((name.Length * 31) + (name[0] * 7) + (name[^1] * 3) + name[name.Length / 2]) & (Slots - 1);

    private ReadMember<T>? Find(ReadOnlySpan<byte> name)
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
