using System.Net.Http.Headers;

namespace Patchbay.Trackers.GitHub;

/// <summary>What we show GitHub to be let in.</summary>
internal abstract record GitHubCredentials
{
    private GitHubCredentials()
    {
    }

    /// <summary>A person's or a machine user's token.</summary>
    public sealed record Token(string Value) : GitHubCredentials
    {
        /// <inheritdoc/>
        public override string ToString() => "token";
    }

    /// <summary>A GitHub App.</summary>
    /// <param name="AppId">Id or client id.</param>
    /// <param name="PrivateKey">RSA key in PEM form, PKCS#1 or PKCS#8.</param>
    /// <param name="InstallationId">Null to ask by the repository.</param>
    public sealed record App(string AppId, string PrivateKey, long? InstallationId) : GitHubCredentials
    {
        /// <inheritdoc/>
        public override string ToString() => $"app {AppId}";
    }

    /// <summary>Nothing, and why.</summary>
    public sealed record None(string Reason) : GitHubCredentials;

    /// <summary>The header for a token of any kind.</summary>
    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);
}
