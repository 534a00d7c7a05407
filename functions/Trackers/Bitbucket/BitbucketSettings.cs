using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.Bitbucket;

/// <summary>What can be set for an instance of kind <c>bitbucket</c>, beside its secret.</summary>
public sealed record BitbucketSettings
{
    /// <summary>Which of the two Bitbuckets it is. Default: Cloud.</summary>
    [Description("Which Bitbucket it is: cloud or datacenter; without it, cloud.")]
    [RegularExpression("cloud|datacenter", ErrorMessage = "The edition is cloud or datacenter.")]
    public string Edition { get; init; } = "cloud";

    /// <summary>Whose API token it is.</summary>
    [Description("E-mail address of the account whose API token the secret is; without it, the secret is an access token.")]
    [EmailAddress]
    public string? Email { get; init; }
}
