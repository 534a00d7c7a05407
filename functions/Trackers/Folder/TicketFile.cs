using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Patchbay.Trackers.Folder;

/// <summary>A ticket's file: YAML front matter, Patchbay's text, and below the mark line whatever people write.</summary>
/// <remarks>
/// Patchbay owns its own keys and the text down to the mark line. Keys it does not know, labels it did not set and all that
/// stands below the mark line belong to people and stay. <c>status</c>, <c>resolution</c> and <c>assignee</c> belong to both.
/// </remarks>
internal sealed partial record TicketFile
{
    private const int TextCharacters = 1_000_000;

    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statuses that need no explaining; people may write others.</summary>
    public static IReadOnlyList<TrackerStatus> Statuses { get; } =
    [
        new("open", "open", StatusCategory.ToDo),
        new("in progress", "in progress", StatusCategory.InProgress),
        new("closed", "closed", StatusCategory.Done),
    ];

    /// <summary>The front matter's lines of keys that are not Patchbay's.</summary>
    public IReadOnlyList<string> OtherLines { get; private init; } = [];

    /// <summary>Labels as they stand there.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>What <c>status</c> says; a word of people's own means that they are at work on it.</summary>
    public TrackerStatus Status { get; private init; } = Statuses[0];

    /// <summary>The first heading's text.</summary>
    public string Title { get; private init; } = "";

    /// <summary>What <c>resolution</c> says; null when it is missing.</summary>
    public string? Resolution { get; private init; }

    /// <summary>What <c>assignee</c> says; null when it is missing.</summary>
    public string? Assignee { get; private init; }

    /// <summary>What <c>severity</c> says; null when it is missing.</summary>
    public string? Severity { get; private init; }

    /// <summary>All that stands below the front matter.</summary>
    public string Text { get; private init; } = "";

    /// <summary>What people wrote below the mark line, from its line break on.</summary>
    public string Below { get; private init; } = "\n";

    /// <summary>Reads a file that Patchbay wrote and people may have edited.</summary>
    /// <param name="mapping">Names the words that mean closed, beside those everybody knows.</param>
    public static TicketFile Read(string text, string marker, Mapping mapping)
    {
        var lines = text.ReplaceLineEndings("\n");
        var front = FrontMatter().Match(lines);
        var markLine = MarkdownRenderer.MarkLine(marker);
        var mark = lines.LastIndexOf(markLine, StringComparison.Ordinal);
        var values = Values(front.Groups[1].Value);
        var labels = (values.GetValueOrDefault("labels") as YamlSequenceNode)?.Children.Select(Scalar) ?? [];
        return new TicketFile
        {
            OtherLines = [.. Entries(front.Groups[1].Value).Where(e => !Own().IsMatch(e))],
            Labels = [.. labels.OfType<string>().Where(l => l.Length > 0)],
            Status = StatusOf(Scalar(values.GetValueOrDefault("status")), mapping),
            Title = Scalar(values.GetValueOrDefault("title")) ?? "",
            Resolution = Scalar(values.GetValueOrDefault("resolution")),
            Assignee = Scalar(values.GetValueOrDefault("assignee")),
            Severity = Scalar(values.GetValueOrDefault("severity")),
            Text = lines[front.Length..],
            Below = mark < 0 ? "\n" : lines[(mark + markLine.Length)..],
        };
    }

    /// <summary>What the file shows of the severity.</summary>
    public SeveritySigns SignsIn(Mapping mapping) => SeveritySigns.None.And(WordOf, [Severity]).And(SeveritySigns.OfLabels(mapping, Labels));

    /// <summary>Writes what the ticket should say over what is there.</summary>
    /// <param name="mapping">Names the severity labels, of which a ticket has one.</param>
    public string Write(Ticket ticket, Mapping mapping)
    {
        var labels = TicketLabels.Wanted(mapping, ticket)
            .Union(Labels.Except(TicketLabels.Outdated(mapping, ticket, Labels)), StringComparer.OrdinalIgnoreCase);

        var text = new StringBuilder("---\n");
        text.Append("title: ").Append(Quote(ticket.KeepsText ? Title : ScannerText.OneLine(ticket.Title))).Append('\n');
        text.Append("status: ").Append(PlainOrQuoted(Next(ticket, mapping))).Append('\n');
        AddOptional(text, "resolution", ticket.KeepsStatus ? Resolution : ticket.IsOpen ? null : mapping.Resolutions.GetValueOrDefault(ticket.State));
        AddOptional(text, "assignee", ticket.KeepsAssignee ? Assignee : ticket.Assignee);
        text.Append("severity: ").Append(PlainOrQuoted(ticket.KeepsPriority && Severity is { } said ? said : WordOf(ticket.Severity))).Append('\n');
        text.Append("labels: [").AppendJoin(", ", labels.Select(Quote)).Append("]\n");
        text.Append("marker: ").Append(ticket.Marker).Append('\n');
        AddOptional(text, "due", ticket.DueOn?.ToString("O", CultureInfo.InvariantCulture));
        AddOptional(text, "finding", ticket.FindingUrl);
        foreach (var (name, value) in ticket.Fields)
        {
            AddOptional(text, Quote(name), value);
        }

        text.AppendJoin("", OtherLines.Where(l => !IsWritten(l, ticket)));
        if (ticket.KeepsText)
        {
            return text.Append("---\n").Append(Text).ToString();
        }

        text.Append("---\n\n# ").Append(MarkdownRenderer.Title(ticket.Title, TextCharacters)).Append("\n\n");
        return text.Append(MarkdownRenderer.Render(ticket.Body, TextCharacters)).Append(Below).ToString();
    }

    // Nobody's own word for being at work is overwritten while both sides agree that the ticket is open, or closed.
    private string Next(Ticket ticket, Mapping mapping) =>
        ticket.KeepsStatus ? Status.Name
        : mapping.Statuses.GetValueOrDefault(ticket.State)
            ?? (Status.IsOpen == ticket.IsOpen ? Status.Name : ticket.IsOpen ? "open" : "closed");

    private static TrackerStatus StatusOf(string? word, Mapping mapping)
    {
        if (string.IsNullOrWhiteSpace(word))
        {
            return Statuses[0];
        }

        var means = mapping.Statuses.FirstOrDefault(s => string.Equals(s.Value, word, StringComparison.OrdinalIgnoreCase)) is { Value: not null } named
            ? (named.Key is FindingState.Open or FindingState.Absent ? StatusCategory.ToDo : StatusCategory.Done)
            : word.ToLowerInvariant() switch
            {
                "open" or "new" or "todo" or "to do" or "reopened" => StatusCategory.ToDo,
                "closed" or "done" or "resolved" or "fixed" => StatusCategory.Done,
                _ => StatusCategory.InProgress,
            };
        return new TrackerStatus(word, word, means);
    }

    private static bool IsWritten(string line, Ticket ticket) =>
        (ticket.DueOn is not null && line.StartsWith("due:", StringComparison.Ordinal))
        || ticket.Fields.Keys.Any(f => line.StartsWith($"{Quote(f)}:", StringComparison.Ordinal));

    private static void AddOptional(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(name).Append(": ").Append(Quote(value)).Append('\n');
        }
    }

    private static string WordOf(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string PlainOrQuoted(string word) => word.All(char.IsAsciiLetter) ? word : Quote(word);

    // JSON's strings are YAML's double-quoted scalars.
    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoting);

    // A key's entry is its line and the indented or listed lines below it.
    private static IEnumerable<string> Entries(string front) => Entry().Matches(front).Select(m => m.Value);

    private static Dictionary<string, YamlNode> Values(string front)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(front));
            return yaml.Documents.Count > 0 && yaml.Documents[0].RootNode is YamlMappingNode root
                ? root.Children.ToDictionary(c => c.Key.ToString(), c => c.Value, StringComparer.Ordinal)
                : [];
        }
        catch (YamlException)
        {
            // A person's slip: the next update writes our keys anew.
            return [];
        }
    }

    private static string? Scalar(YamlNode? node) => (node as YamlScalarNode)?.Value;

    [GeneratedRegex(@"\A---\n(.*?\n)?---[ \t]*(?:\n|\z)", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^#[^\n]*\n|^[^\s#-][^\n]*\n(?:(?:[ \t-][^\n]*)?\n)*", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\A(title|status|resolution|assignee|severity|labels|marker|finding)\s*:")]
    private static partial Regex Own();
}
