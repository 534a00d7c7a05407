using System.Text.Json;

namespace Patchbay.Flows.Durable;

/// <summary>Where the Durable extension takes orders. The host tells it with every call of a function that has the binding <c>durableClient</c>.</summary>
/// <remarks>The query holds a key: it is written nowhere.</remarks>
public sealed class DurableAddress
{
    private volatile Known? known;

    /// <summary>Takes what the binding gave.</summary>
    /// <param name="binding">JSON text with <c>httpBaseUrl</c> and <c>requiredQueryStringParameters</c>.</param>
    /// <exception cref="FormatException">There is no address in it.</exception>
    public void Learn(string binding)
    {
        try
        {
            var told = JsonSerializer.Deserialize<Binding>(binding, JsonSerializerOptions.Web);
            known = Uri.TryCreate(told?.HttpBaseUrl, UriKind.Absolute, out var root)
                ? new Known(root.ToString().TrimEnd('/'), told!.RequiredQueryStringParameters ?? "")
                : throw new FormatException("The binding durableClient has no httpBaseUrl; is WEBSITE_HOSTNAME set?");
        }
        catch (JsonException unreadable)
        {
            throw new FormatException("The binding durableClient holds no JSON object.", unreadable);
        }
    }

    /// <summary>The address of one order.</summary>
    /// <param name="path">Without a slash in front; fit for an address as it is.</param>
    /// <exception cref="InvalidOperationException">The host did not tell the address yet.</exception>
    public Uri Of(string path) => known is { } told
        ? new Uri($"{told.Root}/{path}?{told.Query}")
        : throw new InvalidOperationException("No call with the binding durableClient came yet, so nobody knows where flows are started.");

    private sealed record Known(string Root, string Query);

    private sealed record Binding(string? HttpBaseUrl, string? RequiredQueryStringParameters);
}
