using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Patchbay.Storage.Tables;

/// <summary>What every sending needs, repetitions too; and the count of them, each being one transaction on the bill.</summary>
internal sealed class TableHeaders(TimeProvider time) : HttpPipelineSynchronousPolicy
{
    public const string Date = "x-ms-date";

    // The first version that takes Entra ID's tokens for tables.
    private const string Version = "2020-12-06";

    private long sent;

    public long Sent => Interlocked.Read(ref sent);

    public override void OnSendingRequest(HttpMessage message)
    {
        Interlocked.Increment(ref sent);
        message.Request.Headers.SetValue("x-ms-version", Version);
        message.Request.Headers.SetValue("DataServiceVersion", "3.0");
        message.Request.Headers.SetValue(Date, time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
    }
}
