using System.Text.Json;

namespace Patchbay.Flows.Durable;

/// <summary>Where the Durable extension takes orders. The host tells it with every call of a function that has the binding <c>durableClient</c>.</summary>
/// <remarks>The query holds a key: it is written nowhere.</remarks>
public sealed class DurableAddress
{
    private volatile Known known = new(null, "", "No call with the binding durableClient came yet.");

    /// <summary>Takes what the binding gave. What is no address shows when it is needed, so that the work of the call itself is done.</summary>
    /// <param name="binding">JSON text with <c>httpBaseUrl</c> and <c>requiredQueryStringParameters</c>.</param>
    public void Learn(string binding)
    {
        try
        {
            var told = JsonSerializer.Deserialize<Binding>(binding, JsonSerializerOptions.Web);
            known = Uri.TryCreate(told?.HttpBaseUrl, UriKind.Absolute, out var root)
                ? new Known(root.ToString().TrimEnd('/'), told!.RequiredQueryStringParameters ?? "", "")
                : new Known(null, "", "The binding durableClient has no httpBaseUrl; is WEBSITE_HOSTNAME set?");
        }
        catch (JsonException)
        {
            known = new Known(null, "", "The binding durableClient holds no JSON object.");
        }
    }

    /// <summary>The address of one order.</summary>
    /// <param name="path">Without a slash in front; fit for an address as it is.</param>
    /// <exception cref="InvalidOperationException">The host told no address.</exception>
    public Uri Of(string path) => known is { Root: { } root, Query: var query }
        ? new Uri($"{root}/{path}?{query}")
        : throw new InvalidOperationException($"Nobody knows where flows are started. {known.Trouble}");

    private sealed record Known(string? Root, string Query, string Trouble);

    private sealed record Binding(string? HttpBaseUrl, string? RequiredQueryStringParameters);
}
