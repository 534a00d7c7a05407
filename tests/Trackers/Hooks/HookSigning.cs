using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>Signs as trackers do.</summary>
internal static class HookSigning
{
    public static string Sha256(byte[] body, string secret) =>
        "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)).ToLowerInvariant();

    [SuppressMessage("Security", "CA5350", Justification = "Trello signs so.")]
    public static string Sha1(byte[] bytes, string secret) => Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), bytes));

    public static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
