using System.Net;
using System.Net.Sockets;

namespace Patchbay.Tests.Support;

/// <summary>Ports for servers that cannot choose one themselves; Kestrel can (port 0).</summary>
public static class Loopback
{
    /// <summary>A port that was free a moment ago, below those that outgoing connections are given meanwhile.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
    }
}
