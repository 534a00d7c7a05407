using System.Text;
using Patchbay.Flows;
using Patchbay.Hosting;
using Patchbay.Links;
using Patchbay.Storage;

namespace Patchbay.Triggers.WakeLane;

/// <summary>Looks at a parked push, and wakes its lane when it may be tried again. Durable: activity of <c>RetryFlow</c>.</summary>
public sealed class WakeLane(ParkedPush parked)
{
    /// <summary>Handles one call.</summary>
    public async Task<string> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wish = StoredJson.Read<RetryWish>(invocation.Body);
        var again = await parked.LookAsync(wish.Lane, wish.Push, cancellationToken);
        return Encoding.UTF8.GetString(StoredJson.Write(new RetryLook(again)));
    }
}
