using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Groups;
using Patchbay.Policies;
using Patchbay.Tickets;

namespace Patchbay.Links;

/// <summary>Writes what a link's ticket should say, from what is stored now.</summary>
public sealed class TicketDraft(
    FindingBook findings, AssetBook assets, PolicyBook policies, LinkMap links, TicketWriter writer, GroupDraft groups)
{
    /// <summary>The wish in full, with the finding it is about or, of a group, that which changed last; null when the finding is gone.</summary>
    public async Task<(Ticket Ticket, FindingRecord Finding)?> WriteAsync(Link link, Mapping mapping, CancellationToken cancellationToken)
    {
        var draft = link.Group is { } group
            ? await groups.WriteAsync(link.Ref, group, mapping, link.Marker, cancellationToken)
            : await WriteAsync(link.Asset, link.FindingKey, mapping, link.Marker, cancellationToken);
        return draft is var (ticket, finding) ? (ticket with { IsOpen = link.WantsOpen, KeepsText = link.IsAttached }, finding) : null;
    }

    /// <summary>What a finding's ticket would say in a mapping, or says if it is shared; null when the finding is gone.</summary>
    public async Task<Ticket?> PreviewAsync(string asset, string findingKey, Mapping mapping, CancellationToken cancellationToken)
    {
        var name = new LinkRef(asset, findingKey, mapping.Name);
        return await links.FindSharedAsync(name, cancellationToken) is { Link: { Group: not null } shared }
            ? (await WriteAsync(shared, mapping, cancellationToken))?.Ticket
            : (await WriteAsync(asset, findingKey, mapping, TicketMarker.For(asset, findingKey, mapping.Name), cancellationToken))?.Ticket;
    }

    private async Task<(Ticket Ticket, FindingRecord Finding)?> WriteAsync(
        string slug, string findingKey, Mapping mapping, string marker, CancellationToken cancellationToken)
    {
        if (await findings.FindAsync(slug, findingKey, cancellationToken) is not { Record: var record }
            || await assets.FindAsync(slug, cancellationToken) is not { } asset)
        {
            return null;
        }

        var rule = await findings.FindRuleAsync(slug, record.RuleHash, cancellationToken);
        var document = (await policies.EngineAsync(atLeast: 0, cancellationToken)).Document;
        var due = document.DueDaysOf(record.Verdict?.Policies ?? [], mapping.Name) is { } days
            ? DateOnly.FromDateTime(record.FirstSeenAt.UtcDateTime).AddDays(days)
            : default(DateOnly?);
        return (writer.Write(record, rule ?? record.Finding.Rule, asset, mapping, marker, due), record);
    }
}
