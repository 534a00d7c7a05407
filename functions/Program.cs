using System.Globalization;
using Patchbay.Api;
using Patchbay.Hosting;
using Patchbay.Integrations;

namespace Patchbay;

/// <summary>Starts the app: under the Functions host, or alone on one machine.</summary>
public static class Program
{
    private const string Demo = "demo";
    private const string DefaultUrl = "http://127.0.0.1:7071";

    /// <summary>Runs until told to stop.</summary>
    /// <param name="args">Settings as <c>--name=value</c>; the word <c>demo</c> has a bundled report posted at start.</param>
    /// <returns>0 after an orderly stop, 1 when a setting or the data folder is wrong.</returns>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build([.. args.Where(a => a != Demo)]);
            await app.StartAsync();
            await app.Services.GetRequiredService<IntegrationBook>().EnsureDefaultsAsync(app.Lifetime.ApplicationStopping);
            Terminal.Welcome(app.Services);
            if (args.Contains(Demo))
            {
                await app.Services.GetRequiredService<DemoRun>().RunAsync(app.Lifetime.ApplicationStopping);
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (StartException refused)
        {
            await Terminal.RefuseAsync(refused.Message);
            return 1;
        }
    }

    /// <summary>Puts the app together without starting it.</summary>
    /// <param name="replace">Lets a test put its own clock or store in place.</param>
    /// <exception cref="StartException">A setting or the data folder is wrong.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = Settings.Read(builder.Configuration);
        var port = FunctionsHost.PortOf(builder.Configuration);
        Listen(builder, port);

        // What the framework has to say is about every request; a person wants to read what Patchbay does, and what goes wrong.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.Services.AddPatchbay(settings, isHosted: port is not null);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        if (port is null)
        {
            app.UseKey(app.Services.GetRequiredService<AccessKey>().Value);
        }

        app.MapPatchbay();
        return app;
    }

    private static void Listen(WebApplicationBuilder builder, int? port)
    {
        if (port is not null)
        {
            builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        }
        else if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // The limit for reports counts unpacked bytes and is kept where they are unpacked; an envelope must never be refused for its size.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
    }
}
