using System.Globalization;
using System.Text;

namespace Patchbay.Storage;

/// <summary>Makes keys that every store takes and that sort as meant.</summary>
public static class RowKey
{
    /// <summary>Writes foreign text (a ticket key, a URL) so that it may stand in a key; different texts stay different.</summary>
    /// <remarks>Letters, digits and <c>-_.:@+~ </c> stay; anything else becomes <c>*hhhh</c>.</remarks>
    public static string Escape(string text)
    {
        var key = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || "-_.:@+~ ".Contains(c, StringComparison.Ordinal))
            {
                key.Append(c);
            }
            else
            {
                key.Append('*').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return key.ToString();
    }

    /// <summary>A time that sorts oldest first: 16 hex digits.</summary>
    public static string OldestFirst(DateTimeOffset time) => time.UtcTicks.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A time that sorts newest first: 16 hex digits.</summary>
    public static string NewestFirst(DateTimeOffset time) =>
        (DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks).ToString("x16", CultureInfo.InvariantCulture);
}
