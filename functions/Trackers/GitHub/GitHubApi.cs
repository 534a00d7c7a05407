using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Trackers.GitHub;

/// <summary>Calls GitHub as whoever the credentials say.</summary>
/// <param name="repository"><c>owner/name</c>, by which an App's installation is found.</param>
internal sealed class GitHubApi(
    TrackerHttp http, Uri address, GitHubCredentials credentials, string repository, GitHubAppTokens tokens, TimeProvider clock)
{
    private const int Unauthorized = StatusCodes.Status401Unauthorized;

    /// <summary>Who we are.</summary>
    public GitHubCredentials Credentials => credentials;

    /// <summary>Calls; an App whose token ran out or was revoked gets a new one, once.</summary>
    public async Task<TrackerAnswer> SendAsync(TrackerCall call, CancellationToken cancellationToken)
    {
        switch (credentials)
        {
            case GitHubCredentials.Token token:
                return await http.SendAsync(call with { Authorization = GitHubCredentials.Bearer(token.Value) }, cancellationToken);
            case GitHubCredentials.App app:
                return await SendAsAppAsync(app, call, cancellationToken);
            default:
                return new TrackerAnswer.Refused(0, ((GitHubCredentials.None)credentials).Reason);
        }
    }

    /// <summary>Calls as the App itself rather than as one of its installations.</summary>
    public async Task<TrackerAnswer> SendSignedAsync(GitHubCredentials.App app, TrackerCall call, CancellationToken cancellationToken) =>
        GitHubJwt.Sign(app.AppId, app.PrivateKey, clock.GetUtcNow()) is { } jwt
            ? await http.SendAsync(call with { Authorization = GitHubCredentials.Bearer(jwt) }, cancellationToken)
            : new TrackerAnswer.Refused(0, "The secret privateKey is no RSA key in PEM form; give the file that GitHub let you download.");

    private async Task<TrackerAnswer> SendAsAppAsync(GitHubCredentials.App app, TrackerCall call, CancellationToken cancellationToken)
    {
        var owner = OwnerOf(app);
        for (var isRepeat = false; ; isRepeat = true)
        {
            var token = tokens.Find(owner);
            if (token is null)
            {
                (token, var failure) = await MintAsync(app, owner, cancellationToken);
                if (token is null)
                {
                    // The call itself was not made: a 404 here must not be taken for the ticket's.
                    return failure is TrackerAnswer.Refused refused ? refused with { Status = 0 } : failure!;
                }
            }

            var answer = await http.SendAsync(call with { Authorization = GitHubCredentials.Bearer(token) }, cancellationToken);

            // 401 means that nothing was done, so even a creation may be sent again.
            if (isRepeat || answer is not TrackerAnswer.Refused { Status: Unauthorized })
            {
                return answer;
            }

            tokens.Forget(owner, token);
        }
    }

    // A token, or why there is none.
    private async Task<(string? Token, TrackerAnswer? Failure)> MintAsync(
        GitHubCredentials.App app, GitHubAppTokens.Owner owner, CancellationToken cancellationToken)
    {
        var id = app.InstallationId?.ToString(CultureInfo.InvariantCulture);
        if (id is null)
        {
            var found = await SendSignedAsync(app, TrackerCall.Get($"repos/{repository}/installation"), cancellationToken);
            if (found is not TrackerAnswer.Done installation)
            {
                return (null, found is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound } missing
                    ? missing with { Reason = $"The GitHub App is not installed for {repository}; install it there. {missing.Reason}" }
                    : found);
            }

            id = installation.Body.Member("id").ToString();
        }

        var call = TrackerCall.Write(HttpMethod.Post, $"app/installations/{id}/access_tokens", null);
        var answer = await SendSignedAsync(app, call, cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.Text("token") is not { Length: > 0 } token
            || !DateTimeOffset.TryParse(
                done.Body.Text("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
        {
            return (null, new TrackerAnswer.Refused(done.Status, "GitHub gave the App an answer without a token."));
        }

        tokens.Keep(owner, token, until);
        return (token, null);
    }

    private GitHubAppTokens.Owner OwnerOf(GitHubCredentials.App app) => new(
        address.AbsoluteUri,
        app.AppId,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app.PrivateKey))),
        app.InstallationId?.ToString(CultureInfo.InvariantCulture) ?? repository);
}
