using System.Collections.Concurrent;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Tests.Integrations;

/// <summary>Secrets for tests that are not about where they are kept.</summary>
public sealed class MemorySecrets : ISecrets
{
    public ConcurrentDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Values.GetValueOrDefault(name));

    public Task SetAsync(string name, string? value, CancellationToken cancellationToken)
    {
        if (value is null)
        {
            Values.TryRemove(name, out _);
        }
        else
        {
            Values[name] = value;
        }

        return Task.CompletedTask;
    }
}
