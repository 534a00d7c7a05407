using Patchbay.Hosting;
using Patchbay.Links;
using Patchbay.Storage;

namespace Patchbay.Triggers.PushTickets;

/// <summary>Drains one lane of pushes. Service Bus: queue <c>lanes</c>, one session for each lane.</summary>
public sealed class PushTickets(LaneRun lanes)
{
    /// <summary>Handles one wake-up.</summary>
    public Task RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        lanes.DrainAsync(StoredJson.Read<LaneId>(invocation.Body), cancellationToken);
}
