using System.Collections.Concurrent;

namespace Patchbay.Trackers.GitHub;

/// <summary>Installation tokens in memory, so that an App asks for one an hour and not one a call.</summary>
internal sealed class GitHubAppTokens(TimeProvider clock)
{
    // A call that takes long must not end with a token that ran out on the way.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Owner, Held> tokens = new();

    /// <summary>The token for an installation; null when there is none that lives long enough.</summary>
    public string? Find(Owner owner) =>
        tokens.TryGetValue(owner, out var held) && held.ExpiresAt - Margin > clock.GetUtcNow() ? held.Token : null;

    /// <summary>Keeps a token.</summary>
    public void Keep(Owner owner, string token, DateTimeOffset expiresAt) => tokens[owner] = new Held(token, expiresAt);

    /// <summary>Forgets a token that GitHub no longer takes, unless another has taken its place.</summary>
    public void Forget(Owner owner, string token)
    {
        if (tokens.TryGetValue(owner, out var held) && held.Token == token)
        {
            tokens.TryRemove(KeyValuePair.Create(owner, held));
        }
    }

    /// <summary>Whose token it is. Another key is another owner, so a changed key counts at once.</summary>
    /// <param name="Address">The API's base address.</param>
    /// <param name="KeyHash">SHA-256 of the private key, in hex.</param>
    public sealed record Owner(string Address, string AppId, string KeyHash, string Repository);

    private sealed record Held(string Token, DateTimeOffset ExpiresAt);
}
