using System.Net;
using System.Net.Sockets;
using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>The one place where connections to trackers are made. Keep one for the life of the app.</summary>
/// <param name="refusesPrivateAddresses">
/// True where the app's neighbours are not the customer's own, as in Azure: an instance's URL must not reach them unless it allows that.
/// </param>
public sealed class TrackerConnections(bool refusesPrivateAddresses) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // Long enough to spare handshakes, short enough to notice that a name leads elsewhere now.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker open = new(MakeHandler(isGuarded: false));
    private readonly HttpMessageInvoker guarded = new(MakeHandler(isGuarded: true));

    /// <summary>The way to an instance's tracker. Not to be disposed of.</summary>
    public HttpMessageInvoker For(Instance instance) => refusesPrivateAddresses && !instance.AllowInsecure ? guarded : open;

    /// <inheritdoc/>
    public void Dispose()
    {
        open.Dispose();
        guarded.Dispose();
    }

    private static SocketsHttpHandler MakeHandler(bool isGuarded)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = 16,
            PooledConnectionLifetime = Lifetime,
            UseCookies = false,
        };
        if (isGuarded)
        {
            handler.ConnectCallback = ConnectAsync;
        }

        return handler;
    }

    // The address is looked at when it is used: a name that changes its answer between a check and the call gains nothing.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (Array.Exists(addresses, PrivateAddress.Is))
        {
            throw new PrivateAddressException(host);
        }

        Socket? socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
