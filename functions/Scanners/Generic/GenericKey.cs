namespace Patchbay.Scanners.Generic;

/// <summary>Tells which entries of one report mean the same problem.</summary>
internal static class GenericKey
{
    /// <summary>A hash of the id; without one, of all that says what and where, and nothing that says how it stands.</summary>
    public static ulong Of(GenericEntry entry)
    {
        if (entry.Id is { } id)
        {
            return Add(1, id);
        }

        var place = entry.Place;
        var hash = Add(Add(Add(2, entry.Title), entry.Rule), entry.Tool);
        hash = Add(Add(Add(hash, place.Path), place.Symbol), place.Snippet) ^ ((ulong)(place.Line ?? 0) << 32);
        hash = Add(Add(Add(hash, place.Component), place.Version), place.Parameter);
        hash = Add(hash, place.Host) ^ (ulong)(place.Port ?? 0);
        for (var i = 0; i < entry.Endpoints.Count; i++)
        {
            var endpoint = entry.Endpoints[i];
            hash = Add(Add(hash, endpoint.Url), endpoint.Host) ^ (ulong)(endpoint.Port ?? 0);
        }

        return Add(Add(hash, entry.Ids), entry.Cwes);
    }

    private static ulong Add(ulong hash, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            hash = Add(hash, texts[i]);
        }

        return hash;
    }

    private static ulong Add(ulong hash, string? text)
    {
        const ulong Factor = 0x9E37_79B9_7F4A_7C15;
        foreach (var c in text ?? "\0")
        {
            hash = (hash ^ c) * Factor;
            hash ^= hash >> 29;
        }

        return (hash ^ 0xFFFF) * Factor;
    }
}
