using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Findings;

/// <summary>
/// A finding's key: 12 hex digits for its scope, then 28 for its identity there. It survives line shifts and rescans,
/// and the scope in front lets a rescan list just what it must be compared with.
/// </summary>
public static class FindingKey
{
    /// <summary>Hex digits that stand for the scope.</summary>
    public const int ScopeCharacters = 12;

    /// <summary>Hex digits of a whole key.</summary>
    public const int Characters = 40;

    /// <summary>The part of the key that all findings of one tool in one scope share.</summary>
    public static string ScopePart(Scope scope, string tool) =>
        Hash($"{scope.Scanner}\n{tool}\n{scope.Branch}\n{scope.Environment}", ScopeCharacters);

    /// <summary>The part of the key that an identity text stands for.</summary>
    public static string IdentityPart(string identity) => Hash(identity, Characters - ScopeCharacters);

    /// <summary>Whether the text could be a key; keys come in through URLs.</summary>
    public static bool IsValid(string key) => key.Length == Characters && key.All(char.IsAsciiHexDigitLower);

    private static string Hash(string text, int digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];
}
