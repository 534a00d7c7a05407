using System.Collections.Concurrent;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Patchbay.Integrations.Secrets;

/// <summary>Secrets in Key Vault. A value read is kept in memory for two minutes, since every opened tracker asks for it.</summary>
public sealed class VaultSecrets(SecretClient vault, TimeProvider clock) : ISecrets
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The vault cannot be reached, or does not let us read.</exception>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (known.TryGetValue(name, out var kept) && now - kept.At < Freshness)
        {
            return kept.Value;
        }

        var value = await ReadAsync(name, cancellationToken);
        known[name] = new Known(value, now);
        return value;
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The vault cannot be reached, or does not let us write.</exception>
    public async Task SetAsync(string name, string? value, CancellationToken cancellationToken)
    {
        if (value is null)
        {
            await RemoveAsync(name, cancellationToken);
        }
        else
        {
            await WriteAsync(name, value, cancellationToken);
        }

        known[name] = new Known(value, clock.GetUtcNow());
    }

    private async Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await vault.GetSecretAsync(name, version: null, cancellationToken)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    private async Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        try
        {
            await vault.SetSecretAsync(new KeyVaultSecret(name, value), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status409Conflict)
        {
            // A removed secret keeps its name for the vault's days of grace; it must come back before it can be written.
            var recovery = await vault.StartRecoverDeletedSecretAsync(name, cancellationToken);
            await recovery.WaitForCompletionAsync(cancellationToken);
            await vault.SetSecretAsync(new KeyVaultSecret(name, value), cancellationToken);
        }
    }

    private async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            // It was never there.
            known.TryRemove(name, out _);
        }
    }

    private sealed record Known(string? Value, DateTimeOffset At);
}
