using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.Jira;

/// <summary>What can be set for an instance of kind <c>jira-server</c>, beside its secrets.</summary>
public sealed record JiraServerSettings
{
    /// <summary>Login of the account to act as.</summary>
    [Description("Login name of the account to act as, its password being the secret password; without it, the secret token is used.")]
    [RegularExpression("[^:\\s]{1,255}", ErrorMessage = "The user is a login name: no colon, no space.")]
    public string? User { get; init; }

    /// <summary>Longest text of a field.</summary>
    [Description("Longest text that a field may have, in characters, as the administrator set it; 32767 without it.")]
    [Range(2_000, 1_000_000)]
    public int TextCharacters { get; init; } = JiraLimits.TextCharacters;

    /// <summary>How long a new issue may stay out of the search, in seconds. Default 30.</summary>
    [Description("How long, in seconds, a new issue may stay out of Jira's search, as between the nodes of a Data Center. 30 without it.")]
    [Range(1, 3600, ErrorMessage = "The searchLagSeconds are from 1 to 3600.")]
    public int SearchLagSeconds { get; init; } = (int)JiraEdition.Server.LookUpLag.TotalSeconds;
}
