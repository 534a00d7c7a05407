using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Flows;

public sealed class SqliteFlowsTests : LocalFlowsContract
{
    private readonly TempFolder folder = new();
    private SqliteStore? opened;

    public override async Task DisposeAsync()
    {
        await opened!.DisposeAsync();
        folder.Dispose();
    }

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(opened = new SqliteStore(folder.File("store.db")));
}
