using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>What can be set for an instance of kind <c>azure-devops</c>, beside its secret.</summary>
public sealed record AzureSettings
{
    /// <summary>Version of the API to ask for.</summary>
    [Description("Version of the API to ask for; 7.1 without it, which Azure DevOps and Server 2022.1 know. Older servers want 7.0 or 6.0.")]
    [RegularExpression("[5-9]\\.[0-9]", ErrorMessage = "The apiVersion is one like 7.0.")]
    public string ApiVersion { get; init; } = "7.1";
}
