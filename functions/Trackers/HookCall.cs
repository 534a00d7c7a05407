using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Patchbay.Trackers;

/// <summary>One call of a webhook, as it came in.</summary>
/// <param name="Body">The exact bytes, which is what signatures are over.</param>
/// <param name="Secrets">The instance's values by name; those that are not set are missing.</param>
/// <param name="Now">Our clock, for signatures that grow old.</param>
public sealed record HookCall(
    ReadOnlyMemory<byte> Body, IHeaderDictionary Headers, IReadOnlyDictionary<string, string> Secrets, DateTimeOffset Now)
{
    /// <summary>A header of our own, for trackers that can send one and sign nothing.</summary>
    public const string SecretHeader = "X-Patchbay-Secret";

    // Where the key of a URL (?code=) has been moved before anybody could log it.
    private const string UrlHeader = "x-functions-key";

    /// <summary>Our address, letter for letter as it is registered with the tracker; null when the app has no public one.</summary>
    public string? Callback { get; init; }

    /// <summary>The projects that the instance's mappings lead to, in the mappings' own spelling, which is that of the tickets' keys.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>A secret's value; null when it is not set.</summary>
    public string? Secret(KindSetting setting) => Secrets.GetValueOrDefault(setting.Name);

    /// <summary>A header's value; null when it is missing, empty or there twice, for then nobody knows which one was checked.</summary>
    public string? Header(string name) => Headers[name] is { Count: 1 } values && !StringValues.IsNullOrEmpty(values) ? values[0] : null;

    /// <summary>The password of Basic credentials, whatever the user is called; null when there is none.</summary>
    public string? Password()
    {
        const string Basic = "Basic ";
        if (Header("Authorization") is not { } given || !given.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[given.Length];
        return Convert.TryFromBase64Chars(given.AsSpan(Basic.Length).Trim(), bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length) is var pair && pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? pair[(colon + 1)..]
            : null;
    }

    /// <summary>The secret part of the URL that was called; null when it had none.</summary>
    public string? UrlSecret() => Header(UrlHeader);

    /// <summary>A name for a delivery of a tracker that gives it none.</summary>
    public string BodyName() => $"body-{Convert.ToHexStringLower(SHA256.HashData(Body.Span))}";

    /// <inheritdoc/>
    /// <remarks>Without what must not be logged.</remarks>
    public override string ToString() => $"{Body.Length} bytes";
}
