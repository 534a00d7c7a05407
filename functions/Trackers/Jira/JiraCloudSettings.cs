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
}
