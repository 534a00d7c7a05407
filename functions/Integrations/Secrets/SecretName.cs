namespace Patchbay.Integrations.Secrets;

/// <summary>Names of tracker secrets, in the store and in an instance.</summary>
public static class SecretName
{
    private const int Characters = 60;

    /// <summary>The name under which <see cref="ISecrets"/> keeps a secret of an instance.</summary>
    public static string Of(string instance, string secret) => $"tracker-{instance}-{secret}";

    /// <summary>Whether the text names a secret: letters and digits. A hyphen would make two instances' names run into each other.</summary>
    public static bool IsValid(string secret) => secret.Length is > 0 and <= Characters && secret.All(char.IsAsciiLetterOrDigit);
}
