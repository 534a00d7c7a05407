using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Fortify;

/// <summary>
/// A rule's text with its placeholders. Markup is stripped once for all findings; placeholders and paragraphs survive that as
/// characters of the private use area, which are taken out of the text before.
/// </summary>
internal sealed class FortifyTemplate
{
    private const char Paragraph = '\uE000';
    private const char Alternative = '\uE001';
    private const char Close = '\uE002';
    private const char FirstKey = '\uE100';
    private const int MostKeys = 100;
    private readonly List<string> keys = [];
    private readonly string text;

    /// <summary>Reads markup as the report has it, unescaped once.</summary>
    public FortifyTemplate(string markup)
    {
        var marked = new StringBuilder(markup.Length);
        for (var at = 0; at < markup.Length;)
        {
            var tag = markup.IndexOf('<', at);
            var plain = tag < 0 ? markup.AsSpan(at) : markup.AsSpan(at, tag - at);
            foreach (var c in plain)
            {
                _ = c is >= Paragraph and <= '\uF8FF' ? marked : marked.Append(c);
            }

            at = tag < 0 ? markup.Length : AppendTag(marked, markup, tag);
        }

        text = HtmlText.Of(marked.ToString(), FindingLimits.TextCharacters * 2) ?? string.Empty;
    }

    /// <summary>The text for one finding.</summary>
    /// <param name="definitions">What the placeholders stand for. One without is left out, or its paragraph's alternative taken.</param>
    public string? Fill(IReadOnlyList<(string Key, string Value)> definitions) => Write(definitions, keepsGaps: true);

    /// <summary>The text for all findings: of paragraphs with placeholders only the alternatives.</summary>
    public string? Generic()
    {
        var generic = Write([], keepsGaps: false);
        while (generic?.Contains("\n\n\n", StringComparison.Ordinal) == true)
        {
            generic = generic.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        }

        return generic;
    }

    private string? Write(IReadOnlyList<(string Key, string Value)> definitions, bool keepsGaps)
    {
        if (text.AsSpan().IndexOfAnyInRange(Paragraph, '\uF8FF') < 0)
        {
            return text.Length == 0 ? null : CleanText.Of(text, FindingLimits.TextCharacters);
        }

        var result = new StringBuilder(text.Length + 64);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var start = rest.IndexOf(Paragraph);
            Append(result, start < 0 ? rest : rest[..start], definitions);
            rest = start < 0 ? [] : rest[(start + 1)..];
            if (start >= 0)
            {
                var end = rest.IndexOf(Close);
                AppendParagraph(result, end < 0 ? rest : rest[..end], definitions, keepsGaps);
                rest = end < 0 ? [] : rest[(end + 1)..];
            }
        }

        return CleanText.Of(result.ToString(), FindingLimits.TextCharacters) is { Length: > 0 } filled ? filled : null;
    }

    private void AppendParagraph(StringBuilder result, ReadOnlySpan<char> both, IReadOnlyList<(string Key, string Value)> definitions, bool keepsGaps)
    {
        var split = both.IndexOf(Alternative);
        var own = split < 0 ? both : both[..split];
        if (IsDefined(own, definitions) || (split < 0 && keepsGaps))
        {
            Append(result, own, definitions);
        }
        else if (split >= 0)
        {
            Append(result, both[(split + 1)..], definitions);
        }
    }

    private bool IsDefined(ReadOnlySpan<char> part, IReadOnlyList<(string Key, string Value)> definitions)
    {
        foreach (var c in part)
        {
            if (c >= FirstKey && c < FirstKey + keys.Count && ValueOf(keys[c - FirstKey], definitions) is null)
            {
                return false;
            }
        }

        return true;
    }

    private static string? ValueOf(string key, IReadOnlyList<(string Key, string Value)> definitions)
    {
        foreach (var (known, value) in definitions)
        {
            if (known == key)
            {
                return value;
            }
        }

        return null;
    }

    private void Append(StringBuilder result, ReadOnlySpan<char> part, IReadOnlyList<(string Key, string Value)> definitions)
    {
        for (int at; (at = part.IndexOfAnyInRange(Paragraph, '\uF8FF')) >= 0; part = part[(at + 1)..])
        {
            result.Append(part[..at]);
            if (part[at] >= FirstKey && part[at] < FirstKey + keys.Count)
            {
                result.Append(ValueOf(keys[part[at] - FirstKey], definitions));
            }
        }

        result.Append(part);
    }

    // Returns where the text goes on behind the tag; what is not ours stays for the stripping.
    private int AppendTag(StringBuilder marked, string markup, int at)
    {
        var end = markup.IndexOf('>', at);
        var tag = end < 0 ? markup.AsSpan(at, 1) : markup.AsSpan(at, end + 1 - at);
        if (tag.StartsWith("<Replace ", StringComparison.Ordinal))
        {
            AppendKey(marked, tag);
        }
        else
        {
            _ = tag switch
            {
                "<Paragraph>" => marked.Append('\n').Append(Paragraph),
                "<AltParagraph>" => marked.Append(Alternative),
                "</Paragraph>" => marked.Append(Close).Append('\n'),
                "</AltParagraph>" => marked,
                _ => marked.Append(tag),
            };
        }

        return at + tag.Length;
    }

    private void AppendKey(StringBuilder marked, ReadOnlySpan<char> tag)
    {
        var at = tag.IndexOf("key=\"", StringComparison.Ordinal);
        var key = at < 0 ? [] : tag[(at + 5)..];
        var end = key.IndexOf('"');
        if (end <= 0 || keys.Count >= MostKeys)
        {
            return;
        }

        var name = key[..end].ToString();
        var index = keys.IndexOf(name);
        if (index < 0)
        {
            index = keys.Count;
            keys.Add(name);
        }

        marked.Append((char)(FirstKey + index));
    }
}
