namespace Patchbay.Integrations.Secrets;

/// <summary>Keeps the secrets of tracker instances: Key Vault, or an encrypted file that only the owner can read.</summary>
public interface ISecrets
{
    /// <summary>Reads a secret; null when it was never written.</summary>
    /// <param name="name">Letters, digits and hyphens, at most 127: Key Vault's rule.</param>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a secret, or removes it when <paramref name="value"/> is null.</summary>
    Task SetAsync(string name, string? value, CancellationToken cancellationToken);
}
