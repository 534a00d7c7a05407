namespace Patchbay.Tests.Support;

/// <summary>One Patchbay for all tests of a class; each uses an asset of its own.</summary>
public sealed class RunningPatchbay : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private PatchbayProcess? app;

    public PatchbayProcess App => app ?? throw new InvalidOperationException("Not started.");

    /// <summary>Largest report, in unpacked bytes, that it takes.</summary>
    public const int MostBytes = 1_000_000;

    public async Task InitializeAsync() =>
        app = await PatchbayProcess.StartAsync(folder.Path, [new("Patchbay:Scans:MaxBytes", $"{MostBytes}")]);

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        folder.Dispose();
    }
}
