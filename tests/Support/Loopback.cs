using System.Net;
using System.Net.Sockets;

namespace Patchbay.Tests.Support;

/// <summary>Ports for servers that cannot choose one themselves; Kestrel can (port 0).</summary>
public static class Loopback
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
