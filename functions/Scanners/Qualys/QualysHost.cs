using Patchbay.Scanners.Spool;

namespace Patchbay.Scanners.Qualys;

/// <summary>The machine that a detection is on, as far as a report names it.</summary>
internal readonly record struct QualysHost
{
    private const string EveryNetwork = "Global Default Network";

    /// <summary>What Qualys itself, or the cloud, calls it; survives new addresses.</summary>
    public string? AssetId { get; init; }

    /// <summary>Its addresses, comma separated.</summary>
    public string? Addresses { get; init; }

    /// <summary>The network that its addresses belong to; null in the one that all have.</summary>
    public string? Network { get; init => field = value is EveryNetwork or "0" ? null : value; }

    /// <summary>Its name in the DNS or in the inventory.</summary>
    public string? Name { get; init => field = value?.ToLowerInvariant() is "no registered hostname" ? null : value; }

    /// <summary>Its NetBIOS name.</summary>
    public string? NetBios { get; init; }

    /// <summary>How it is followed from scan to scan: IP, DNS, NETBIOS, EC2, AGENT, QAGENT.</summary>
    public string? Tracking { get; init; }

    /// <summary>What people call it.</summary>
    public string? Title => Name ?? First ?? NetBios;

    /// <summary>Its addresses, but for the one that it is called by.</summary>
    public IReadOnlyList<string> OtherAddresses
    {
        get
        {
            var title = Title;
            return Addresses is null || Addresses == title ? [] : [.. List.Where(address => address != title).Distinct()];
        }
    }

    /// <summary>What tells it from others, the most lasting first. A host whose name is followed may lend its address to another.</summary>
    public IReadOnlyList<string> Keys()
    {
        var address = First is { } first ? $"ip:{Network}/{first.ToLowerInvariant()}" : null;
        var name = (Name ?? NetBios) is { } given ? "name:" + given.ToLowerInvariant() : null;
        var isFollowedByName = Tracking is not (null or "IP") && name is not null;
        string?[] keys = [AssetId is { } id ? "asset:" + id : null, isFollowedByName ? name : address, isFollowedByName ? address : name];
        return [.. keys.OfType<string>()];
    }

    /// <summary>Sets it aside.</summary>
    public void Write(EntrySpool spool)
    {
        spool.Write(AssetId);
        spool.Write(Addresses);
        spool.Write(Network);
        spool.Write(Name);
        spool.Write(NetBios);
        spool.Write(Tracking);
    }

    /// <summary>Reads it back.</summary>
    public static QualysHost Read(EntrySpool spool) => new()
    {
        AssetId = spool.ReadText(),
        Addresses = spool.ReadText(),
        Network = spool.ReadText(),
        Name = spool.ReadText(),
        NetBios = spool.ReadText(),
        Tracking = spool.ReadText(),
    };

    private string[] List => (Addresses ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string? First => Addresses is null || !Addresses.Contains(',', StringComparison.Ordinal) ? Addresses : List.FirstOrDefault();
}
