namespace Patchbay.Tests.Support;

/// <summary>A real Azure Tables emulator, started by the first test that asks and ended with the test process.</summary>
public static class Azurite
{
    public const string Account = "devstoreaccount1";

    /// <summary>The emulator's published key; every installation has this one.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<Uri>> Tables = new(StartSharedAsync);

    /// <summary>The endpoint of its tables; skips the test, visibly, without Node. Needs [SkippableFact] or [SkippableTheory].</summary>
    public static async Task<Uri> TablesAsync()
    {
        NodeTool.RequireNode();
        return await Tables.Value;
    }

    /// <summary>Starts another one, with settings of its own.</summary>
    public static async Task<BackgroundProcess> StartAsync(int port, params string[] more)
    {
        string[] arguments =
        [
            "--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        var azurite = await NodeTool.StartAsync("azurite", "azurite-table", [.. arguments, .. more]);
        await azurite.WaitForLineAsync("successfully started");
        return azurite;
    }

    private static async Task<Uri> StartSharedAsync()
    {
        var port = Loopback.FreePort();
        await StartAsync(port);
        return new Uri($"http://127.0.0.1:{port}/{Account}");
    }
}
