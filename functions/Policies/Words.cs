using System.Text.Json;

namespace Patchbay.Policies;

/// <summary>The words that stand for an enum's values in documents and explanations: <c>follow-up</c>, <c>risk-accepted</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values =
        Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<T, string> Texts = Values.ToDictionary(v => v.Value, v => v.Key);

    /// <summary>All words, in the enum's order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Values.Keys];

    public static string Of(T value) => Texts[value];

    /// <summary>Null when the word stands for nothing.</summary>
    public static T? Find(string word) => Values.TryGetValue(word, out var value) ? value : null;
}
