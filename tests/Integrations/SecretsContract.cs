using Patchbay.Integrations.Secrets;

namespace Patchbay.Tests.Integrations;

/// <summary>What both stores of secrets must do.</summary>
public abstract class SecretsContract
{
    /// <summary>An empty store.</summary>
    protected abstract ISecrets Open();

    [Fact]
    public async Task A_secret_that_was_written_is_read()
    {
        var secrets = Open();

        await secrets.SetAsync("tracker-a-token", "first", CancellationToken.None);
        await secrets.SetAsync("tracker-b-token", "ümlaut\nand lines", CancellationToken.None);
        await secrets.SetAsync("tracker-a-token", "second", CancellationToken.None);

        Assert.Equal("second", await secrets.FindAsync("tracker-a-token", CancellationToken.None));
        Assert.Equal("ümlaut\nand lines", await secrets.FindAsync("tracker-b-token", CancellationToken.None));
    }

    [Fact]
    public async Task A_secret_that_was_never_written_is_not_there()
    {
        var secrets = Open();

        var found = await secrets.FindAsync("tracker-a-token", CancellationToken.None);

        Assert.Null(found);
    }

    [Fact]
    public async Task A_removed_secret_is_gone_and_can_be_written_again()
    {
        var secrets = Open();
        await secrets.SetAsync("tracker-a-token", "first", CancellationToken.None);

        await secrets.SetAsync("tracker-a-token", null, CancellationToken.None);
        await secrets.SetAsync("tracker-never", null, CancellationToken.None);
        var gone = await secrets.FindAsync("tracker-a-token", CancellationToken.None);
        await secrets.SetAsync("tracker-a-token", "second", CancellationToken.None);

        Assert.Null(gone);
        Assert.Equal("second", await secrets.FindAsync("tracker-a-token", CancellationToken.None));
    }
}
