namespace Patchbay.Tests.Support;

/// <summary>A real Azure Tables emulator, started by the first test that asks and ended with the test process.</summary>
public static class Azurite
{
    public const string Account = "devstoreaccount1";

    /// <summary>The emulator's published key; every installation has this one.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<Uri>> Tables = new(StartAsync);

    /// <summary>The endpoint of its tables; skips the test, visibly, without Node. Needs [SkippableFact] or [SkippableTheory].</summary>
    public static async Task<Uri> TablesAsync()
    {
        NodeTool.RequireNode();
        return await Tables.Value;
    }

    private static async Task<Uri> StartAsync()
    {
        var port = Loopback.FreePort();
        var azurite = await NodeTool.StartAsync(
            "azurite",
            "azurite-table",
            ["--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent"]);
        await azurite.WaitForLineAsync("successfully started");
        return new Uri($"http://127.0.0.1:{port}/{Account}");
    }
}
