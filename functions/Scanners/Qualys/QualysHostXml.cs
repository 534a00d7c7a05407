using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads what the XML shapes say of a host, which they do with nearly the same elements.</summary>
internal static class QualysHostXml
{
    /// <summary>The host with what the element we are on says of it.</summary>
    public static QualysHost With(QualysHost host, XmlCursor xml)
    {
        switch (xml.Name)
        {
            case "IP":
                var network = xml.Attribute("network_id");
                return host with { Addresses = xml.Line() ?? host.Addresses, Network = network ?? host.Network };
            case "IPV6":
                return host with { Addresses = host.Addresses ?? xml.Line() };
            case "NETWORK_ID":
                return host with { Network = xml.Line() };
            case "TRACKING_METHOD":
                return host with { Tracking = xml.Line()?.ToUpperInvariant() };
            case "DNS":
                return host with { Name = xml.Line() };
            case "NETBIOS" or "NETBIOS_HOSTNAME":
                return host with { NetBios = xml.Line() };
            case "ID" or "HOST_ID" or "QG_HOSTID" or "EC2_INSTANCE_ID":
                return host with { AssetId = host.AssetId ?? xml.Line() };
            default:
                return host;
        }
    }
}
