using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Links;

/// <summary>Writes what a link's ticket should say, from what is stored now.</summary>
public sealed class TicketDraft(FindingBook findings, AssetBook assets, TicketWriter writer)
{
    /// <summary>The wish in full; null when the finding is gone.</summary>
    public async Task<Ticket?> WriteAsync(Link link, Mapping mapping, CancellationToken cancellationToken)
    {
        if (await findings.FindAsync(link.Asset, link.FindingKey, cancellationToken) is not { Record: var record }
            || await assets.FindAsync(link.Asset, cancellationToken) is not { } asset)
        {
            return null;
        }

        var rule = await findings.FindRuleAsync(link.Asset, record.RuleHash, cancellationToken);
        return writer.Write(record, rule ?? record.Finding.Rule, asset, mapping) with { IsOpen = link.WantsOpen };
    }
}
