namespace Patchbay.Tickets;

/// <summary>Arranges the parts of a ticket's text as a mapping's template says. Pure.</summary>
internal static class TicketLayout
{
    /// <summary>The problem and its place.</summary>
    public const string What = "{what}";

    /// <summary>Why it matters.</summary>
    public const string Why = "{why}";

    /// <summary>How to mend it.</summary>
    public const string Fix = "{fix}";

    /// <summary>The table of facts.</summary>
    public const string Details = "{details}";

    /// <summary>Further reading.</summary>
    public const string References = "{references}";

    private const string Heading = "## ";

    /// <summary>The parts in the order of a ticket without a template.</summary>
    public static IReadOnlyList<string> Parts { get; } = [What, Why, Fix, Details, References];

    /// <summary>Lines of the template: a part's name alone stands for the part, <c>## </c> begins a heading, all else is text with words to be filled.</summary>
    /// <param name="template">Null for all parts in their order.</param>
    /// <param name="fill">Fills the words of a text.</param>
    public static IEnumerable<TicketBlock> Arrange(
        string? template, Dictionary<string, IEnumerable<TicketBlock>> parts, Func<string, string> fill)
    {
        var said = new List<string>();
        foreach (var line in template is null ? Parts : template.ReplaceLineEndings("\n").Split('\n'))
        {
            var part = parts.GetValueOrDefault(line.Trim());
            if (part is null && !line.StartsWith(Heading, StringComparison.Ordinal))
            {
                said.Add(fill(line));
                continue;
            }

            foreach (var block in Prose(said).Concat(part ?? [new TicketBlock.Heading(fill(line[Heading.Length..]))]))
            {
                yield return block;
            }

            said.Clear();
        }

        foreach (var block in Prose(said))
        {
            yield return block;
        }
    }

    private static IEnumerable<TicketBlock> Prose(List<string> lines) =>
        lines.Any(l => l.Trim().Length > 0) ? [new TicketBlock.Prose(string.Join('\n', lines).Trim())] : [];
}
