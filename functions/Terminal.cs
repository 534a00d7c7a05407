using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Patchbay.Api;

namespace Patchbay;

/// <summary>Speaks to the person who started the stand-alone app.</summary>
#pragma warning disable RS0030 // This is the one place that writes to the terminal.
internal static class Terminal
{
    /// <summary>The address the app listens on.</summary>
    public static string AddressOf(IServiceProvider services) =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:7071";

    /// <summary>Says where everything is and what to do first; nothing under the Functions host, where nobody reads along.</summary>
    public static void Welcome(IServiceProvider services)
    {
        if (services.GetService<AccessKey>() is not { } key)
        {
            return;
        }

        var address = AddressOf(services);
        var shown = key.File is { } file ? $"$(cat '{file}')" : "$PATCHBAY_KEY";
        Console.WriteLine($"""

            Patchbay listens on {address}

              data and tickets   {services.GetRequiredService<DataFolder>().Root}
              API key            {key.File ?? "as set in Patchbay:Key"}

            Post a report, SARIF or generic JSON, gzip too:

              curl -sS -H "{Access.Header}: {shown}" --data-binary @report.sarif \
                "{address}/api/assets/my-app/scans"

            """);
    }

    /// <summary>Writes one line.</summary>
    public static void Line(string text) => Console.WriteLine(text);

    /// <summary>Says why the app did not start.</summary>
    public static Task RefuseAsync(string reason) => Console.Error.WriteLineAsync($"Patchbay cannot start: {reason}");
}
