using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Patchbay.Storage.Tables;

/// <summary>Signs requests with an account's key. Source: Table service REST API, "Authorize with Shared Key", Shared Key Lite.</summary>
internal sealed class SharedKeyLite : HttpPipelineSynchronousPolicy
{
    private readonly string account;
    private readonly byte[] key;

    /// <param name="endpoint">The account is its host's first word; the emulator's, by address, has it first in the path.</param>
    public SharedKeyLite(Uri endpoint, string accountKey)
    {
        var isByAddress = endpoint.IsLoopback || endpoint.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
        account = isByAddress ? endpoint.AbsolutePath.Split('/')[1] : endpoint.Host.Split('.')[0];
        key = Convert.FromBase64String(accountKey);
    }

    public override void OnSendingRequest(HttpMessage message)
    {
        message.Request.Headers.TryGetValue(TableHeaders.Date, out var date);
        var text = $"{date}\n/{account}{message.Request.Uri.ToUri().AbsolutePath}";
        var proof = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"SharedKeyLite {account}:{proof}");
    }
}
