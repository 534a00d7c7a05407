using System.Text;

namespace Patchbay.Tests.Scanners;

/// <summary>XML from a stranger: each makes a body of a root element, with a marker where a harmless entry may stand.</summary>
internal static class HostileXml
{
    /// <summary>A thousand million laughs.</summary>
    public static string Laughs(string root, string inner) => $"""
        <!DOCTYPE {root} [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
        <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
        <{root}>{inner}<x>&e;</x></{root}>
        """;

    /// <summary>An entity that is a file of the machine.</summary>
    public static string Outside(string root, string inner) =>
        $"<!DOCTYPE {root} [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><{root}>{inner}<x>&f;</x></{root}>";

    /// <summary>A body of so many bytes: beginning, the same piece again and again, end.</summary>
    public static MemoryStream Long(string begin, string piece, string end, int bytes)
    {
        var body = new MemoryStream(bytes + begin.Length + end.Length);
        body.Write(Encoding.UTF8.GetBytes(begin));
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, Math.Max(1, (1 << 16) / piece.Length))));
        while (body.Length < bytes)
        {
            body.Write(block);
        }

        body.Write(Encoding.UTF8.GetBytes(end));
        body.Position = 0;
        return body;
    }
}
