using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.Jira;

/// <summary>What can be set for an instance of kind <c>jira-cloud</c>, beside its secret.</summary>
public sealed record JiraCloudSettings
{
    /// <summary>The account's e-mail address.</summary>
    [Description("E-mail address of the account whose API token is the secret apiToken.")]
    [EmailAddress(ErrorMessage = "The email is the address of the account that made the token.")]
    public string? Email { get; init; }

    /// <summary>Where people open Jira.</summary>
    [Description("Where people open Jira, such as https://acme.atlassian.net; needed only when the URL is one of api.atlassian.com.")]
    [Url(ErrorMessage = "The siteUrl is where people open Jira: https://host.")]
    public string? SiteUrl { get; init; }

    /// <summary>How long a new issue may stay out of the search, in seconds. Default 300.</summary>
    [Description("How long, in seconds, a new issue may stay out of Jira's search: so long Patchbay waits after a lost answer before it makes the ticket again. 300 without it.")]
    [Range(1, 3600, ErrorMessage = "The searchLagSeconds are from 1 to 3600.")]
    public int SearchLagSeconds { get; init; } = (int)JiraEdition.Cloud.LookUpLag.TotalSeconds;
}
