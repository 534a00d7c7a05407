using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>Names people so that who was read can be written back, and compares equal to who was written. Pure.</summary>
internal static class PersonName
{
    /// <summary>A person's name: the mapping's where it means this person, otherwise the first one there is.</summary>
    /// <param name="names">All names of the person, the tracker's own first; none for nobody.</param>
    public static string? For(Mapping mapping, params IEnumerable<string?> names)
    {
        var known = names.Where(n => !string.IsNullOrEmpty(n)).ToList();
        return mapping.Assignee is { } mapped && known.Contains(mapped, StringComparer.OrdinalIgnoreCase) ? mapped : known.FirstOrDefault();
    }
}
