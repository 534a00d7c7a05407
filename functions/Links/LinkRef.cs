using Patchbay.Findings;

namespace Patchbay.Links;

/// <summary>Names a link: one finding of an asset in one mapping.</summary>
public sealed record LinkRef(string Asset, string FindingKey, string Mapping)
{
    /// <summary>What the row keys of links begin with.</summary>
    public const string KeyPrefix = "l:";

    /// <summary>The partition the link shares with its finding, so that both are committed together.</summary>
    public string Partition => FindingBook.PartitionOf(Asset, FindingKey);

    /// <summary>The link's row key there.</summary>
    public string Key => $"{KeyPrefix}{FindingKey}:{Mapping}";

    /// <summary>The link's name in keys of other partitions.</summary>
    public override string ToString() => $"{Asset}:{FindingKey}:{Mapping}";
}
