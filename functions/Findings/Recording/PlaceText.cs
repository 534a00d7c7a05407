using System.Text;

namespace Patchbay.Findings.Recording;

/// <summary>
/// The weakest identity of a finding, which every one has: tool, rule, and where it is, without anything that moves when lines are
/// added elsewhere. Not safe for several threads, since it reuses its buffers.
/// </summary>
public sealed class PlaceText
{
    private char[] text = new char[4096];
    private byte[] utf8 = new byte[4096];
    private int length;

    /// <summary>Hashes a finding's place.</summary>
    /// <remarks>
    /// Line, column and component version are left out, also where a package URL holds the version. The code at the place counts
    /// without its white space; where a scanner shows none the message does, without numbers.
    /// </remarks>
    public IdentityHash HashOf(Finding finding)
    {
        length = 0;
        var place = finding.Place;
        Add('t', finding.Tool);
        Add('r', finding.Rule.Id);
        AddPath(place.Path);
        Add('s', place.Symbol);
        Add('c', WithoutVersion(place.Component));
        Add('h', place.Host, static c => char.ToLowerInvariant(c));
        Add('o', place.Protocol, static c => char.ToLowerInvariant(c));
        if (place.Port is { } port)
        {
            Begin('n', 11);
            port.TryFormat(text.AsSpan(length), out var written, provider: null);
            length += written;
        }

        Add('u', place.Url is { } url ? url.AsSpan().TrimEnd('/') : default);
        Add('p', place.Parameter);
        AddWords(place.Snippet ?? finding.Message ?? finding.Title, withoutNumbers: place.Snippet is null);
        return Hash();
    }

    private static ReadOnlySpan<char> WithoutVersion(ReadOnlySpan<char> component)
    {
        var at = component.StartsWith("pkg:", StringComparison.OrdinalIgnoreCase) ? component.LastIndexOf('@') : -1;
        return at > 0 && component[at..].IndexOf('/') < 0 ? component[..at] : component;
    }

    private void Begin(char kind, int most)
    {
        if (text.Length < length + most + 2)
        {
            Array.Resize(ref text, Math.Max(text.Length * 2, length + most + 2));
        }

        text[length++] = '\n';
        text[length++] = kind;
    }

    private void Add(char kind, ReadOnlySpan<char> value, Func<char, char>? turn = null)
    {
        if (value.IsEmpty)
        {
            return;
        }

        Begin(kind, value.Length);
        foreach (var c in value)
        {
            text[length++] = turn is null ? c : turn(c);
        }
    }

    private void AddPath(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
        {
            return;
        }

        Begin('f', path.Length);
        var start = length;
        foreach (var c in path)
        {
            var next = c == '\\' ? '/' : c;
            var isEmptyStep = next == '/' && (length == start || text[length - 1] == '/' || (length - start == 1 && text[start] == '.'));
            if (!isEmptyStep)
            {
                text[length++] = next;
            }
            else if (length - start == 1 && text[start] == '.')
            {
                length = start;
            }
        }
    }

    private void AddWords(ReadOnlySpan<char> words, bool withoutNumbers)
    {
        Begin(withoutNumbers ? 'm' : 'x', words.Length);
        var last = ' ';
        foreach (var c in words)
        {
            var next = char.IsWhiteSpace(c) ? ' ' : withoutNumbers && char.IsAsciiDigit(c) ? '0' : c;
            if (next == last && (next == ' ' || (withoutNumbers && next == '0')))
            {
                continue;
            }

            text[length++] = last = next;
        }

        if (last == ' ' && words.Length > 0 && text[length - 1] == ' ')
        {
            length--;
        }
    }

    private IdentityHash Hash()
    {
        var most = Encoding.UTF8.GetMaxByteCount(length);
        if (utf8.Length < most)
        {
            utf8 = new byte[most];
        }

        return IdentityHash.Of(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text.AsSpan(0, length), utf8)));
    }
}
