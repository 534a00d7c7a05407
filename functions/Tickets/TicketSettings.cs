using System.ComponentModel.DataAnnotations;

namespace Patchbay.Tickets;

/// <summary>What tickets need to know about the app itself.</summary>
public sealed record TicketSettings
{
    /// <summary>Where people reach Patchbay's pages, so that a ticket can lead back to its finding. Default: none, no link.</summary>
    [Url]
    public string? PublicUrl { get; init; }

    /// <summary>Patchbay's own page about a finding; null when its address is not known.</summary>
    public string? PageOf(string asset, string findingKey) =>
        PublicUrl is { } root ? $"{root.TrimEnd('/')}/assets/{asset}/findings/{findingKey}" : null;
}
