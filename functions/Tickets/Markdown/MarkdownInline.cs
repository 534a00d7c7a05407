using System.Globalization;

namespace Patchbay.Tickets.Markdown;

/// <summary>Writes untrusted text as Markdown that shows just that text.</summary>
/// <remarks>
/// Trackers look for mentions, issue numbers, commit hashes and addresses after Markdown is read, so a backslash does not stop them;
/// a code span does, on every one of them, and the text can still be copied. So a word that holds one becomes code.
/// </remarks>
internal sealed class MarkdownInline(MarkdownDialect dialect)
{
    private const string Openers = "([{\"'";
    private const string Closers = ".,;:!?)]}\"'";

    /// <summary>Adds one line of text in which pairs of backticks hold code.</summary>
    /// <param name="isTable">The line stands in a table's cell.</param>
    public void AddLine(BoundedText to, string line, bool isTable)
    {
        var parts = line.Split('`');
        var isLineStart = !isTable;
        for (var i = 0; i < parts.Length && !to.IsCut; i++)
        {
            var isPair = i % 2 == 1 && i < parts.Length - 1;
            if (isPair && !string.IsNullOrWhiteSpace(parts[i]))
            {
                AddCode(to, parts[i].Trim(), isTable);
            }
            else
            {
                // A backtick without a partner is a character like any other; an entity cannot join a code span beside it.
                AddText(to, (i % 2 == 1 ? "`" : "") + parts[i] + (isPair ? "`" : ""), isLineStart, isTable);
            }

            isLineStart = isLineStart && string.IsNullOrWhiteSpace(parts[i]);
        }
    }

    /// <summary>Adds text as code, on one line.</summary>
    public void AddCode(BoundedText to, string code, bool isTable)
    {
        // Two spans side by side would read as one mark of two backticks.
        if (to.EndsWith('`'))
        {
            to.Add(" ");
        }

        var content = dialect.Disarm(code).Replace('`', '\'');
        to.AddBetween("`", isTable ? content.Replace("|", "\\|", StringComparison.Ordinal) : content, "`");
    }

    /// <summary>Adds a title: no Markdown but code, which keeps references from being linked; where it does not, an invisible joiner does.</summary>
    public void AddTitle(BoundedText to, string title)
    {
        foreach (var word in title.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (to.IsCut)
            {
                return;
            }

            if (to.Length > 0)
            {
                to.Add(" ");
            }

            var plain = word.Replace('`', '\'');
            if (IsReference(plain) && dialect.LinksTitles)
            {
                AddPlain(to, MarkdownDialect.Break(plain));
            }
            else if (IsReference(plain))
            {
                AddWithin(to, plain, AddPlain, isTable: false);
            }
            else
            {
                AddPlain(to, plain);
            }
        }
    }

    private void AddText(BoundedText to, string text, bool isLineStart, bool isTable)
    {
        var at = 0;
        while (at < text.Length && !to.IsCut)
        {
            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end == at)
            {
                while (end < text.Length && char.IsWhiteSpace(text[end]))
                {
                    end++;
                }

                if (!isLineStart)
                {
                    to.Add(" ");
                }
            }
            else
            {
                AddWord(to, text[at..end], isLineStart, isTable);
                isLineStart = false;
            }

            at = end;
        }
    }

    private void AddWord(BoundedText to, string word, bool isLineStart, bool isTable)
    {
        if (IsReference(word) || LooksLikeCode(word))
        {
            AddWithin(to, word, (t, s) => AddEscaped(t, s, isLineStart: false), isTable);
        }
        else
        {
            AddEscaped(to, word, isLineStart);
        }
    }

    private void AddWithin(BoundedText to, string word, Action<BoundedText, string> addAround, bool isTable)
    {
        var core = word.TrimStart([.. Openers]);
        addAround(to, word[..(word.Length - core.Length)]);
        var inner = core.TrimEnd([.. Closers]);
        if (inner.Length > 0)
        {
            AddCode(to, inner, isTable);
        }

        addAround(to, core[inner.Length..]);
    }

    private static void AddPlain(BoundedText to, string text)
    {
        if (text.Length > 0)
        {
            to.AddBetween("", text, "");
        }
    }

    private void AddEscaped(BoundedText to, string text, bool isLineStart)
    {
        for (var i = 0; i < text.Length && !to.IsCut; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length)
            {
                to.Add(text.Substring(i++, 2));
                continue;
            }

            var isFirst = isLineStart && i == 0;
            to.Add(c switch
            {
                '`' or '<' or '&' when !dialect.HasEntities => "\\" + c,
                '`' => "&#96;",
                '<' => "&lt;",
                '&' when i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1]) || text[i + 1] == '#') => "&amp;",
                '\\' or '*' or '[' or ']' or '|' or '~' => "\\" + c,
                '^' when !dialect.HasTables => "\\^",
                '_' when !IsInside(text, i) => "\\_",
                '/' when isFirst && dialect.HasCommands => "\\/",
                '#' or '+' or '-' or '=' or ':' or '>' when isFirst => "\\" + c,
                _ => c.ToString(CultureInfo.InvariantCulture),
            });
        }
    }

    // Underscores within a word are no emphasis, and names in code are full of them.
    private static bool IsInside(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);

    private static bool LooksLikeCode(string word) =>
        word.Contains('$', StringComparison.Ordinal) || (word.Length > 1 && word.AsSpan().ContainsAny('\\', '<'));

    // Long words are code for their length alone; looking through a megabyte for a mention helps nobody.
    private bool IsReference(string word) => word.Length > 2_000 || dialect.Reference.IsMatch(word);
}
