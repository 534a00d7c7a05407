using System.Globalization;
using System.Text;
using Patchbay.Integrations;

namespace Patchbay.Links;

/// <summary>One strictly serial stream of pushes to a tracker instance.</summary>
/// <param name="Instance">Name of the instance.</param>
/// <param name="Number">From 0.</param>
public sealed record LaneId(string Instance, int Number)
{
    /// <summary>The lane's rows; also the session of its wake-ups.</summary>
    public string Partition => $"lane:{Instance}:{Number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The lane of a link: always the same as long as the instance keeps its number of lanes.</summary>
    public static LaneId Of(Instance instance, LinkRef link) =>
        new(instance.Name, (int)(Fnv(link.ToString()) % (uint)Math.Max(1, instance.Lanes)));

    // string.GetHashCode differs from process to process; the lane must not.
    private static uint Fnv(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }
}
