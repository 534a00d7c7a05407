using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>Signs as trackers do.</summary>
internal static class HookSigning
{
    public static string Sha256(byte[] body, string secret) =>
        "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)).ToLowerInvariant();

    public static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
