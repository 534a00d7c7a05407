using System.Globalization;

namespace Patchbay.Hosting;

/// <summary>What is particular about being started by the Functions host as its custom handler.</summary>
public static class FunctionsHost
{
    /// <summary>The host's name for the port it wants us on.</summary>
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>A header of every call that the host makes or passes on, but not of its own pings.</summary>
    public const string InvocationHeader = "X-Azure-Functions-InvocationId";

    /// <summary>Whether the Functions host started this process.</summary>
    public static bool IsPresent(IConfiguration configuration) => PortOf(configuration) is not null;

    /// <summary>The port to listen on, at 127.0.0.1; null when the Functions host did not start us.</summary>
    /// <exception cref="FormatException">The variable is set, but to no port.</exception>
    public static int? PortOf(IConfiguration configuration)
    {
        var text = configuration[PortVariable];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new FormatException($"{PortVariable} is \"{text}\", which is no port.");
    }

    /// <summary>Answers the host's ping, <c>GET /</c>, before anything else looks at it: it comes every 25 ms until we are up.</summary>
    /// <remarks>Where the Functions host did not start us there are no pings, and <c>/</c> is left to others.</remarks>
    public static IApplicationBuilder UsePingAnswer(this IApplicationBuilder app) =>
        IsPresent(app.ApplicationServices.GetRequiredService<IConfiguration>())
            ? app.Use(next => http => IsPing(http.Request) ? http.Response.WriteAsync("Patchbay is up.", http.RequestAborted) : next(http))
            : app;

    private static bool IsPing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value is "/" or "" && !request.Headers.ContainsKey(InvocationHeader);
}
