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
}
