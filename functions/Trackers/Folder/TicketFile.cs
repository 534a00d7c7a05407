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
/// stands below the mark line belong to people and stay. <c>status</c> belongs to both.
/// </remarks>
internal sealed partial record TicketFile
{
    private const int TextCharacters = 1_000_000;

    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The front matter's lines of keys that are not Patchbay's.</summary>
    public IReadOnlyList<string> OtherLines { get; private init; } = [];

    /// <summary>Labels as they stand there.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>Whether the ticket is open; null when <c>status</c> is missing or says something else.</summary>
    public bool? IsOpen { get; private init; }

    /// <summary>What people wrote below the mark line, from its line break on.</summary>
    public string Below { get; private init; } = "\n";

    /// <summary>Reads a file that Patchbay wrote and people may have edited.</summary>
    public static TicketFile Read(string text, string marker)
    {
        var lines = text.ReplaceLineEndings("\n");
        var front = FrontMatter().Match(lines);
        var markLine = MarkdownRenderer.MarkLine(marker);
        var mark = lines.LastIndexOf(markLine, StringComparison.Ordinal);
        var values = Values(front.Groups[1].Value);
        var labels = (values.GetValueOrDefault("labels") as YamlSequenceNode)?.Children.Select(Text) ?? [];
        return new TicketFile
        {
            OtherLines = [.. Entries(front.Groups[1].Value).Where(e => !Own().IsMatch(e))],
            Labels = [.. labels.OfType<string>().Where(l => l.Length > 0)],
            IsOpen = Text(values.GetValueOrDefault("status"))?.ToLowerInvariant() switch
            {
                "open" => true,
                "closed" => false,
                _ => null,
            },
            Below = mark < 0 ? "\n" : lines[(mark + markLine.Length)..],
        };
    }

    /// <summary>Writes what the ticket should say over what is there.</summary>
    /// <param name="mapping">Names the severity labels, of which a ticket has one.</param>
    public string Write(Ticket ticket, Mapping mapping)
    {
        var isOpen = ticket.KeepsStatus ? IsOpen ?? ticket.IsOpen : ticket.IsOpen;
        var severityLabels = Enum.GetValues<Severity>().Select(mapping.LabelOf);
        string[] labels =
        [
            .. ticket.Labels.Append(mapping.LabelOf(ticket.Severity))
                .Concat(Labels.Except(severityLabels, StringComparer.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

        var text = new StringBuilder("---\n");
        text.Append("title: ").Append(Quote(ScannerText.OneLine(ticket.Title))).Append('\n');
        text.Append("status: ").Append(isOpen ? "open" : "closed").Append('\n');
        text.Append("severity: ").Append(ticket.Severity.ToString().ToLowerInvariant()).Append('\n');
        text.Append("labels: [").AppendJoin(", ", labels.Select(Quote)).Append("]\n");
        text.Append("marker: ").Append(ticket.Marker).Append('\n');
        if (ticket.FindingUrl is { } url)
        {
            text.Append("finding: ").Append(Quote(url)).Append('\n');
        }

        text.AppendJoin("", OtherLines);
        text.Append("---\n\n# ").Append(MarkdownRenderer.Title(ticket.Title, TextCharacters)).Append("\n\n");
        return text.Append(MarkdownRenderer.Render(ticket.Body, TextCharacters)).Append(Below).ToString();
    }

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

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    [GeneratedRegex(@"\A---\n(.*?\n)?---[ \t]*(?:\n|\z)", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^#[^\n]*\n|^[^\s#-][^\n]*\n(?:(?:[ \t-][^\n]*)?\n)*", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\A(title|status|severity|labels|marker|finding)\s*:")]
    private static partial Regex Own();
}
