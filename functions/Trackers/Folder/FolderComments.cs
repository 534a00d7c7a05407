using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Trackers.Folder;

/// <summary>Reads what stands below a ticket's mark line: comments parted by lines of hyphens.</summary>
/// <remarks>A file does not say who wrote a part of it or when, so every comment is as old as the file, and one that is edited is another.</remarks>
internal static class FolderComments
{
    /// <summary>The comments, from the top down.</summary>
    /// <param name="changedAt">When the file last changed.</param>
    public static IEnumerable<SaidComment> Read(TicketFile file, DateTimeOffset changedAt)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in file.Below.Split("\n---\n").Select(p => p.Trim()).Where(p => p.Length > 0))
        {
            // Who says the same twice says it twice.
            var times = seen[part] = seen.GetValueOrDefault(part) + 1;
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part)))[..16];
            yield return SaidComment.Of(times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{times}"), null, part, changedAt);
        }
    }
}
