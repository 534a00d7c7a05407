using System.Text.Json;

namespace Patchbay.Api;

/// <summary>The words that stand for an enum's members in requests and replies: <c>false-positive</c>.</summary>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Words =
        Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()), StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, for people.</summary>
    public static string All { get; } = string.Join(", ", Words.Keys);

    /// <summary>The member that a word stands for; null when it stands for none.</summary>
    public static T? Find(string word) => Words.TryGetValue(word, out var value) ? value : null;
}
