using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>An endpoint written as an object.</summary>
internal sealed class GenericEndpoint
{
    /// <summary>The members of an endpoint.</summary>
    public static JsonMembers<GenericEndpoint> Members { get; } = new JsonMembers<GenericEndpoint>()
        .With(static (ref c, endpoint) => endpoint.url = c.Name(), "url")
        .With(static (ref c, endpoint) => endpoint.host = c.Name(), "host", "hostname", "ip")
        .With(static (ref c, endpoint) => endpoint.port = c.Int(), "port")
        .With(static (ref c, endpoint) => endpoint.protocol = c.Name(), "protocol", "scheme")
        .With(static (ref c, endpoint) => endpoint.path = c.Name(), "path");

    private string? url;
    private string? host;
    private int? port;
    private string? protocol;
    private string? path;

    /// <summary>The place it means; null when there is neither URL nor host.</summary>
    public Place? Place()
    {
        if (url is not null)
        {
            return ReportUrl.PlaceOf(url);
        }

        if (host is null)
        {
            return null;
        }

        var scheme = protocol is "http" or "https" ? protocol + "://" : string.Empty;
        var at = port is > 0 ? string.Create(CultureInfo.InvariantCulture, $":{port}") : string.Empty;
        var place = ReportUrl.PlaceOf($"{scheme}{host}{at}{(path is null ? string.Empty : "/" + path.TrimStart('/'))}");
        return place is null ? new Place { Host = host, Port = port, Protocol = protocol } : place with { Protocol = protocol ?? place.Protocol };
    }
}
