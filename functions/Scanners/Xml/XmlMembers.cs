namespace Patchbay.Scanners.Xml;

/// <summary>The child elements of one kind of element that we know, and what to do with each. Unknown ones are passed over.</summary>
/// <typeparam name="T">What an element of the kind is read into.</typeparam>
internal sealed class XmlMembers<T>
{
    private readonly Dictionary<string, Action<XmlCursor, T>> members = new(StringComparer.Ordinal);

    /// <summary>What to do with a child element. Whatever of it is not read is passed over.</summary>
    /// <param name="name">Its local name.</param>
    public Action<XmlCursor, T> this[string name]
    {
        set => members[name] = value;
    }

    /// <summary>Reads the children of the element we are on.</summary>
    public void Read(XmlCursor cursor, T target)
    {
        var parent = cursor.Enter();
        while (cursor.NextChild(parent))
        {
            ReadOne(cursor, target);
        }
    }

    /// <summary>Reads the child element we are on.</summary>
    public void ReadOne(XmlCursor cursor, T target)
    {
        if (members.TryGetValue(cursor.Name, out var read))
        {
            read(cursor, target);
        }
    }
}
