using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Markdown;

/// <summary>Where trackers' Markdown differs.</summary>
public sealed partial record MarkdownDialect
{
    private const string Everywhere = @"://|www\.|mailto:|xmpp:|(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])|@\w|";

    private MarkdownDialect()
    {
    }

    /// <summary>GitHub, and plain files.</summary>
    public static MarkdownDialect GitHub { get; } = new();

    /// <summary>GitLab: lines that begin with a slash are commands, and titles hold references but no code.</summary>
    public static MarkdownDialect GitLab { get; } = new() { Reference = GitLabReference(), RunsCommandsInCode = true, LinksTitles = true };

    /// <summary>Redmine set to Markdown or CommonMark: it notifies people who are named in code, too, and knows no bar within a table's cell.</summary>
    public static MarkdownDialect Redmine { get; } = new() { Reference = RedmineReference(), NotifiesFromCode = true, HasCommands = false, HasTables = false };

    /// <summary>Trello: no tables and no entities, and mentions count in code, too.</summary>
    public static MarkdownDialect Trello { get; } = new() { NotifiesFromCode = true, HasCommands = false, HasTables = false, HasEntities = false };

    /// <summary>Finds what the tracker would turn into a reference; a word that holds one becomes code.</summary>
    internal Regex Reference { get; private init; } = GitHubReference();

    /// <summary>Code does not keep a mention from notifying; an invisible joiner after the at sign does.</summary>
    internal bool NotifiesFromCode { get; private init; }

    /// <summary>A line that begins with a slash may be carried out, by the tracker or by somebody's bot.</summary>
    internal bool HasCommands { get; private init; } = true;

    /// <summary>A line that begins with a slash is carried out also where code only looks closed.</summary>
    internal bool RunsCommandsInCode { get; private init; }

    /// <summary>Titles are searched for references although backticks mean nothing there.</summary>
    internal bool LinksTitles { get; private init; }

    /// <summary>Whether there are tables that hold any text, and links in angle brackets.</summary>
    internal bool HasTables { get; private init; } = true;

    /// <summary>Whether a character can be written by its name; a backslash does otherwise.</summary>
    internal bool HasEntities { get; private init; } = true;

    /// <summary>Code in which nobody is notified and nothing is carried out.</summary>
    internal string Disarm(string code)
    {
        var quiet = NotifiesFromCode ? Mention().Replace(code, "@\u2060") : code;
        return RunsCommandsInCode ? Command().Replace(quiet, " /") : quiet;
    }

    /// <summary>A reference that is none any more and reads the same.</summary>
    internal static string Break(string word) => Sign().Replace(word, "$0\u2060");

    [GeneratedRegex(Everywhere + @"[#!&%]\d|\bGH-\d", RegexOptions.IgnoreCase)]
    private static partial Regex GitHubReference();

    // Issues, merge requests, epics, milestones, labels, snippets, alerts, contacts, iterations, tables of contents, and keys of Jira.
    [GeneratedRegex(
        Everywhere + @"[#!&%~$][\w""]|\^alert#|\bG[HL]-\d|\[(?:\[|_?TOC|\w+:)|\*iteration:|[[{][+-]|(?-i:\b(?!CVE-|CWE-)[A-Z][A-Z0-9_]+-\d)",
        RegexOptions.IgnoreCase)]
    private static partial Regex GitLabReference();

    // Issues, revisions, what is named with its kind, wiki pages and macros.
    [GeneratedRegex(Everywhere + @"#\w|\br\d|\w:[^\s/]|\[\[|\{\{", RegexOptions.IgnoreCase)]
    private static partial Regex RedmineReference();

    [GeneratedRegex(@"@(?=\w)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"[@#!&%~$^*[{:](?=\S)|(?<=[A-Za-z])-(?=\d)")]
    private static partial Regex Sign();

    [GeneratedRegex(@"^/(?=\w)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
