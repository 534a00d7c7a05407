using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Patchbay.Trackers.GitHub;

/// <summary>The signed claim by which an App says who it is. Source: GitHub's "Generating a JSON Web Token for a GitHub App".</summary>
internal static class GitHubJwt
{
    // GitHub's limit is ten minutes, by its own clock.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(60);

    /// <summary>Signs with RS256; null when the key is no RSA key in PEM form.</summary>
    public static string? Sign(string appId, string privateKey, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        try
        {
            // Keys that went through an environment variable have lost their line breaks.
            rsa.ImportFromPem(privateKey.Replace("\\n", "\n", StringComparison.Ordinal));
            var head = Encode(new { alg = "RS256", typ = "JWT" });
            var claims = Encode(new { iat = (now - Drift).ToUnixTimeSeconds(), exp = (now + Life).ToUnixTimeSeconds(), iss = appId });
            var signature = rsa.SignData(
                System.Text.Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
