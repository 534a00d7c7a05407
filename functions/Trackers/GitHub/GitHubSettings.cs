using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.GitHub;

/// <summary>What can be set for an instance of kind <c>github</c>, beside its secrets.</summary>
public sealed record GitHubSettings
{
    /// <summary>The App's id or client id.</summary>
    [Description("Id or client id of the GitHub App to act as, its key being the secret privateKey; without it, the token is used.")]
    [RegularExpression("[A-Za-z0-9.]{1,50}", ErrorMessage = "The appId is the number or the client id on the App's page.")]
    public string? AppId { get; init; }

    /// <summary>The App's installation; null to ask GitHub by the repository.</summary>
    [Description("Id of the App's installation; without it, Patchbay asks for the one that covers the repository.")]
    [Range(1, long.MaxValue)]
    public long? InstallationId { get; init; }
}
