using System.Globalization;
using System.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>Makes the text of a message: finds it, fills in the arguments, takes out links that lead nowhere.</summary>
internal static class SarifWording
{
    /// <summary>The message as people should read it; null when there is none.</summary>
    public static string? Of(SarifMessage? message, SarifRule? rule, SarifRun run)
    {
        if (message is null)
        {
            return null;
        }

        var text = message.Text ?? Stored(message.Id, rule, run) ?? message.Markdown;
        if (text is null)
        {
            return null;
        }

        // Without arguments and id it is a plain text, and braces in it are somebody's code.
        return WithoutLinks(message.Arguments is not null || message.Text is null ? Fill(text, message.Arguments ?? []) : text);
    }

    private static string? Stored(string? id, SarifRule? rule, SarifRun run) =>
        id is null ? null
            : rule?.Messages?.GetValueOrDefault(id) ?? run.Driver.Messages?.GetValueOrDefault(id)
                ?? run.Extensions.Select(extension => extension.Messages?.GetValueOrDefault(id)).FirstOrDefault(text => text is not null);

    // {0} is a place for an argument, {{ and }} are braces; a place without an argument stays as it is.
    private static string Fill(string text, List<string> arguments)
    {
        if (text.AsSpan().IndexOfAny('{', '}') < 0)
        {
            return text;
        }

        var filled = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isDoubled = text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i];
            var close = text[i] == '{' && !isDoubled ? text.IndexOf('}', i) : -1;
            if (close > 0 && int.TryParse(text.AsSpan(i + 1, close - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number < arguments.Count)
            {
                filled.Append(arguments[number]);
                i = close;
            }
            else
            {
                filled.Append(text[i]);
                i += isDoubled ? 1 : 0;
            }

            if (filled.Length > Findings.FindingLimits.TextCharacters)
            {
                break;
            }
        }

        return Text.CleanText.Of(filled.ToString(), Findings.FindingLimits.TextCharacters);
    }

    // [text](1) points to a place within the log; outside of it only the text means something.
    private static string WithoutLinks(string text)
    {
        var link = text.IndexOf("](", StringComparison.Ordinal);
        if (link < 0)
        {
            return text;
        }

        Span<char> plain = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        var (length, from) = (0, 0);
        for (; link >= 0; link = text.IndexOf("](", link + 1, StringComparison.Ordinal))
        {
            var close = text.IndexOf(')', link);
            var open = text.LastIndexOf('[', link, link - from + 1);
            if (close > link + 2 && open >= from && !text.AsSpan(link + 2, close - link - 2).ContainsAnyExceptInRange('0', '9'))
            {
                text.AsSpan(from, open - from).CopyTo(plain[length..]);
                length += open - from;
                text.AsSpan(open + 1, link - open - 1).CopyTo(plain[length..]);
                length += link - open - 1;
                from = close + 1;
            }
        }

        text.AsSpan(from).CopyTo(plain[length..]);
        return plain[..(length + text.Length - from)].ToString();
    }
}
