using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Flows;

public sealed class MemoryFlowsTests : LocalFlowsContract
{
    public override Task DisposeAsync() => Task.CompletedTask;

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore());
}
