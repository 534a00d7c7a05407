using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>A message: its text, or the id of one of the rule's texts; with arguments. Source: SARIF 2.1.0, section 3.11.</summary>
internal sealed class SarifMessage
{
    public static readonly JsonMembers<SarifMessage> Members = new()
    {
        ["text"] = static (ref c, message) => message.Text = c.Text(),
        ["markdown"] = static (ref c, message) => message.Markdown = c.Text(),
        ["id"] = static (ref c, message) => message.Id = c.Name(),
        ["arguments"] = static (ref c, message) => c.Texts(message.Arguments ??= []),
    };

    public string? Text { get; set; }

    public string? Markdown { get; set; }

    public string? Id { get; set; }

    public List<string>? Arguments { get; set; }

    /// <summary>Reads one; some producers write a bare string.</summary>
    public static SarifMessage Read(ref JsonCursor cursor)
    {
        var message = new SarifMessage();
        if (cursor.IsNext(JsonTokenType.String))
        {
            message.Text = cursor.Text();
        }
        else
        {
            Members.Read(ref cursor, message);
        }

        return message;
    }

    /// <summary>Reads the plain text of a text with several forms; of a help text the one for reading, Markdown, comes first.</summary>
    public static string? ReadText(ref JsonCursor cursor, bool markdownFirst = false)
    {
        var message = Read(ref cursor);
        return markdownFirst ? message.Markdown ?? message.Text : message.Text ?? message.Markdown;
    }

    /// <summary>Reads a map from ids to texts.</summary>
    public static Dictionary<string, string>? ReadMap(ref JsonCursor cursor, SarifHeld held)
    {
        Dictionary<string, string>? map = null;
        if (cursor.EnterObject())
        {
            while (cursor.NextMember())
            {
                var id = cursor.Member();
                var text = held.Keep(ReadText(ref cursor));
                if (text is not null && (map?.Count ?? 0) < FindingLimits.NameCharacters)
                {
                    (map ??= [])[id] = text;
                }
            }
        }

        return map;
    }
}
