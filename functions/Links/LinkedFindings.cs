using System.Runtime.CompilerServices;
using Patchbay.Findings;

namespace Patchbay.Links;

/// <summary>The findings behind a link, as they are stored now.</summary>
public sealed class LinkedFindings(FindingBook findings)
{
    /// <summary>Reads them one by one; none when they are no longer stored.</summary>
    public async IAsyncEnumerable<StoredFinding> ListAsync(Link link, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await findings.FindAsync(link.Asset, link.FindingKey, cancellationToken) is { } finding)
        {
            yield return finding;
        }
    }
}
