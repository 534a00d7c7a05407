using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Patchbay.Hosting;

/// <summary>
/// Moves a key from the query (<c>code</c>) to the header <c>x-functions-key</c> before anybody sees the request: ASP.NET logs every
/// address with its query, and a log filter can be overridden by configuration.
/// </summary>
/// <remarks>The header wins when both are there, as at the Functions host. Register it as the <see cref="IHttpContextFactory"/>.</remarks>
public sealed class KeyOutOfQuery(IServiceProvider services) : IHttpContextFactory
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "x-functions-key";

    private const string Parameter = "code";

    private readonly DefaultHttpContextFactory inner = new(services);

    /// <inheritdoc/>
    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 1 } request)
        {
            Move(request);
        }

        return inner.Create(featureCollection);
    }

    /// <inheritdoc/>
    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    private static void Move(IHttpRequestFeature request)
    {
        var kept = new List<string>();
        string? key = null;
        foreach (var pair in new QueryStringEnumerable(request.QueryString))
        {
            if (pair.DecodeName().Span.Equals(Parameter, StringComparison.OrdinalIgnoreCase))
            {
                key ??= pair.DecodeValue().ToString();
            }
            else
            {
                kept.Add(pair.EncodedValue.IsEmpty ? $"{pair.EncodedName}" : $"{pair.EncodedName}={pair.EncodedValue}");
            }
        }

        if (key is null)
        {
            return;
        }

        if (!request.Headers.ContainsKey(Header))
        {
            request.Headers[Header] = key;
        }

        request.QueryString = kept.Count == 0 ? "" : "?" + string.Join('&', kept);
        var target = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        request.RawTarget = (target < 0 ? request.RawTarget : request.RawTarget[..target]) + request.QueryString;
    }
}
