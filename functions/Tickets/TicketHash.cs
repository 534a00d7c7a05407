using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Tickets;

/// <summary>Stands for what a ticket says, before any dialect, so that a better renderer alone does not rewrite every ticket.</summary>
public static class TicketHash
{
    /// <summary>32 hex digits over title, body, severity, labels, fields, due date and link; open or closed, the assignee and former labels are compared on their own.</summary>
    public static string Of(Ticket ticket)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, ticket.Title, ticket.Severity.ToString(), ticket.FindingUrl ?? "");
        Add(hash, [.. ticket.Labels]);
        Add(hash, [.. ticket.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => new[] { f.Key, f.Value })]);
        if (ticket.DueOn is { } due)
        {
            Add(hash, due.ToString("O", CultureInfo.InvariantCulture));
        }

        foreach (var block in ticket.Body.Blocks)
        {
            Add(hash, block.GetType().Name);
            Add(hash, Texts(block));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static string[] Texts(TicketBlock block) => block switch
    {
        TicketBlock.Heading heading => [heading.Text],
        TicketBlock.Prose prose => [prose.Value],
        TicketBlock.Code code => [code.Value, code.Language ?? ""],
        TicketBlock.Facts facts => [.. facts.Items.SelectMany(f => new[] { f.Key, f.Value })],
        TicketBlock.Links links => [.. links.Items.SelectMany(l => new[] { l.Text ?? "", l.Url })],
        TicketBlock.Mark mark => [mark.Marker],
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };

    // Lengths between the texts, so that moving a word from one to the next is a change.
    private static void Add(IncrementalHash hash, params string[] texts)
    {
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}\n")));
        }
    }
}
