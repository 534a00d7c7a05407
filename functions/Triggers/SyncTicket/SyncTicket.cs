using Patchbay.Hosting;
using Patchbay.Links.Sync;
using Patchbay.Storage;

namespace Patchbay.Triggers.SyncTicket;

/// <summary>Looks at one ticket that may have changed. Service Bus: queue <c>syncs</c>, one session for each link.</summary>
public sealed class SyncTicket(SyncRun syncs)
{
    /// <summary>Handles one message.</summary>
    public Task RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        syncs.RunAsync(StoredJson.Read<SyncWork>(invocation.Body), cancellationToken);
}
