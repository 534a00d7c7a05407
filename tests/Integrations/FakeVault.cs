using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Patchbay.Tests.Integrations;

/// <summary>
/// A fake of Key Vault's secrets, written from its REST reference: a removed secret keeps its name until it is recovered. It stands
/// in place of the network, because the vault's client speaks to https only.
/// </summary>
public sealed class FakeVault : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> removed = new(StringComparer.Ordinal);

    /// <summary>Reads asked of the vault.</summary>
    public int Reads { get; private set; }

    /// <summary>Answers everything with this status instead; null for none.</summary>
    public HttpStatusCode? Trouble { get; set; }

    public SecretClient Client() => new(
        new Uri("https://fake.vault.azure.net"),
        new FakeCredential(),
        new SecretClientOptions { Transport = new HttpClientTransport(this), Retry = { MaxRetries = 0 }, DisableChallengeResourceVerification = true });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Trouble is { } trouble)
        {
            return Problem(trouble);
        }

        if (request.Headers.Authorization is null)
        {
            var challenge = Problem(HttpStatusCode.Unauthorized);
            challenge.Headers.WwwAuthenticate.ParseAdd("Bearer authorization=\"https://login.example/t\", resource=\"https://vault.azure.net\"");
            return challenge;
        }

        var parts = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        var name = parts[1];
        return (request.Method.Method, parts[0], parts.ElementAtOrDefault(2)) switch
        {
            ("GET", "secrets", _) => Read(name),
            ("PUT", "secrets", _) => Write(name, await request.Content!.ReadFromJsonAsync<JsonElement>(cancellationToken)),
            ("DELETE", "secrets", _) => Move(name, values, removed),
            ("GET", "deletedsecrets", _) => removed.TryGetValue(name, out var value) ? Secret(name, value) : Problem(HttpStatusCode.NotFound),
            ("POST", "deletedsecrets", "recover") => Move(name, removed, values),
            _ => Problem(HttpStatusCode.BadRequest),
        };
    }

    private HttpResponseMessage Read(string name)
    {
        Reads++;
        return values.TryGetValue(name, out var value) ? Secret(name, value) : Problem(HttpStatusCode.NotFound);
    }

    private HttpResponseMessage Write(string name, JsonElement body)
    {
        if (removed.ContainsKey(name))
        {
            return Problem(HttpStatusCode.Conflict);
        }

        values[name] = body.GetProperty("value").GetString()!;
        return Secret(name, values[name]);
    }

    private static HttpResponseMessage Move(
        string name, ConcurrentDictionary<string, string> from, ConcurrentDictionary<string, string> to)
    {
        if (!from.TryRemove(name, out var value))
        {
            return Problem(HttpStatusCode.NotFound);
        }

        to[name] = value;
        return Secret(name, value);
    }

    private static HttpResponseMessage Secret(string name, string value) => new(HttpStatusCode.OK)
    {
        Content = JsonContent.Create(new
        {
            id = $"https://fake.vault.azure.net/secrets/{name}/1",
            recoveryId = $"https://fake.vault.azure.net/deletedsecrets/{name}",
            value,
            attributes = new { enabled = true, created = 1_780_000_000, updated = 1_780_000_000 },
        }),
    };

    private static HttpResponseMessage Problem(HttpStatusCode status) => new(status)
    {
        Content = JsonContent.Create(new { error = new { code = status.ToString(), message = "No." } }),
    };

    private sealed class FakeCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("fake", DateTimeOffset.UtcNow.AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
