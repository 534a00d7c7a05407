using System.ComponentModel.DataAnnotations;

namespace Patchbay.Integrations.Secrets;

/// <summary>Which Key Vault holds the secrets of trackers.</summary>
public sealed record VaultSettings
{
    /// <summary>The vault's address, such as <c>https://patchbay.vault.azure.net/</c>.</summary>
    [Required]
    public Uri? Uri { get; init; }
}
