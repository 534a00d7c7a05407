using Microsoft.Net.Http.Headers;
using Patchbay.Policies.Reading;

namespace Patchbay.Api;

/// <summary>The body of a change of the policies.</summary>
internal static class PolicyBody
{
    /// <summary>How the body is written by its own account; null when that is neither JSON nor YAML nor anything unknown.</summary>
    public static PolicyTextFormat? FormatOf(HttpRequest request) =>
        FormatOf(MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : request.ContentType);

    /// <summary>What a media type promises; null when it is none that policies are written in.</summary>
    public static PolicyTextFormat? FormatOf(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "application/json" or "text/json" => PolicyTextFormat.Json,
        "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" => PolicyTextFormat.Yaml,

        // What curl and other tools say when nobody told them.
        null or "" or "*/*" or "text/plain" or "application/octet-stream" or "application/x-www-form-urlencoded" =>
            PolicyTextFormat.Unknown,
        _ => null,
    };

    /// <summary>Reads the body; null when it is larger than <see cref="PolicyReader.Bytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        // One byte more than allowed tells a document that is too large from one that just fits.
        var buffer = new byte[PolicyReader.Bytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);

        // Not with "? :", which would make an empty memory of the null.
        if (length > PolicyReader.Bytes)
        {
            return null;
        }

        return buffer.AsMemory(0, length);
    }
}
