using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>Tells which entries of one report mean the same problem.</summary>
internal static class GenericKey
{
    /// <summary>A hash of the id; without one, of all that says what and where, and nothing that says how it stands.</summary>
    public static ulong Of(GenericEntry entry)
    {
        if (entry.Id is { } id)
        {
            return TextKey.Of(id, 1);
        }

        var key = TextKey.OfAll(
            entry.Title, entry.Rule, entry.Tool, entry.Path, entry.Symbol, entry.Snippet, entry.Component, entry.Version, entry.Parameter, entry.Host);
        key = Of(entry.Port, Of(entry.Line, key));
        foreach (var endpoint in entry.Endpoints)
        {
            key = Of(endpoint.Port, TextKey.Of(endpoint.Host, TextKey.Of(endpoint.Url, key)));
        }

        return Of(entry.Cwes, Of(entry.Ids, key));
    }

    private static ulong Of(List<string> texts, ulong seed)
    {
        foreach (var text in texts)
        {
            seed = TextKey.Of(text, seed);
        }

        return seed;
    }

    private static ulong Of(int? number, ulong seed) => TextKey.Of([(char)((number ?? -1) >> 16), (char)(number ?? -1)], seed);
}
