using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Storage;

/// <summary>The tests' own store keeps the contract too, or tests with it would prove nothing.</summary>
public sealed class MemoryStoreTests : StoreContract
{
    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new MemoryStore());
}
