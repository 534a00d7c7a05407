using System.Net;
using Azure;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Integrations;

public sealed class VaultSecretsTests : SecretsContract, IDisposable
{
    private readonly FakeVault vault = new();
    private readonly FakeTime clock = new();

    public void Dispose() => vault.Dispose();

    protected override ISecrets Open() => new VaultSecrets(vault.Client(), clock);

    [Fact]
    public async Task A_value_is_asked_for_once_in_two_minutes()
    {
        await Open().SetAsync("tracker-a-token", "first", CancellationToken.None);
        var secrets = Open();

        await secrets.FindAsync("tracker-a-token", CancellationToken.None);
        await secrets.FindAsync("tracker-a-token", CancellationToken.None);
        var before = vault.Reads;
        clock.Advance(TimeSpan.FromMinutes(2));
        await Open().SetAsync("tracker-a-token", "second", CancellationToken.None);
        var found = await secrets.FindAsync("tracker-a-token", CancellationToken.None);

        Assert.Equal(1, before);
        Assert.Equal("second", found);
    }

    [Fact]
    public async Task What_this_process_wrote_counts_at_once()
    {
        var secrets = Open();
        await secrets.FindAsync("tracker-a-token", CancellationToken.None);

        await secrets.SetAsync("tracker-a-token", "first", CancellationToken.None);

        Assert.Equal("first", await secrets.FindAsync("tracker-a-token", CancellationToken.None));
    }

    [Fact]
    public async Task A_vault_that_refuses_is_an_error_and_never_an_empty_store()
    {
        vault.Trouble = HttpStatusCode.Forbidden;

        await Assert.ThrowsAsync<RequestFailedException>(() => Open().FindAsync("tracker-a-token", CancellationToken.None));
    }
}
