using System.Runtime.CompilerServices;
using Patchbay.Findings;
using Patchbay.Links.Groups;

namespace Patchbay.Links;

/// <summary>The findings behind a link, as they are stored now.</summary>
public sealed class LinkedFindings(FindingBook findings, GroupBook groups)
{
    /// <summary>Reads them one by one: all members of a group, otherwise one; none when they are no longer stored.</summary>
    public async IAsyncEnumerable<StoredFinding> ListAsync(Link link, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = link.Group is null
            ? AsyncEnumerable.Empty<string>().Append(link.FindingKey)
            : groups.MembersAsync(link.Ref, null, cancellationToken).Select(m => m.FindingKey);
        await foreach (var key in keys.WithCancellation(cancellationToken))
        {
            if (await findings.FindAsync(link.Asset, key, cancellationToken) is { } finding)
            {
                yield return finding;
            }
        }
    }
}
