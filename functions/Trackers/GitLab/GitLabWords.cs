using System.Text.Json;

namespace Patchbay.Trackers.GitLab;

/// <summary>Reads GitLab's answers.</summary>
internal static class GitLabWords
{
    /// <summary>What a refusal says: a sentence, or lists of them by field: <c>title can't be blank</c>.</summary>
    public static string? OfRefusal(JsonElement body)
    {
        var message = body.Member("message");
        return message.ValueKind switch
        {
            JsonValueKind.String => message.GetString(),
            JsonValueKind.Object => string.Join(
                "; ", message.EnumerateObject().SelectMany(f => f.Value.Items().Select(v => f.Name == "base" ? $"{v}" : $"{f.Name} {v}"))),
            JsonValueKind.Array => string.Join("; ", message.Items()),
            _ => body.Text("error_description") ?? body.Text("error"),
        };
    }

    /// <summary>The people who have an issue, each by login and number.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Assignees(JsonElement issue) =>
        issue.Member("assignees").Items().Select(a => new[] { a.Text("username"), a.Member("id").ToString() });

    /// <summary>Names in a list of labels.</summary>
    public static IReadOnlyList<string> Labels(JsonElement issue) =>
        [.. issue.Member("labels").Items().Select(l => l.ValueKind == JsonValueKind.String ? l.GetString() : l.Text("name")).OfType<string>()];
}
