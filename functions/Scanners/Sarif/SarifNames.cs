using System.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>How names in a log are compared and written.</summary>
internal static class SarifNames
{
    /// <summary>A name in one word as several: <c>NodeInsecureRandom</c> becomes <c>Node insecure random</c>; any other stays.</summary>
    public static string Words(string name)
    {
        if (!name.All(char.IsAsciiLetterOrDigit))
        {
            return name;
        }

        var words = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var isStart = i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]);
            var isAcronym = i + 1 == name.Length || !char.IsAsciiLetterLower(name[i + 1]);
            words.Append(isStart ? " " : string.Empty).Append(isStart && !isAcronym ? char.ToLowerInvariant(name[i]) : name[i]);
        }

        return words.ToString();
    }

    /// <summary>Whether an id is a rule's own or, like <c>CA1000/1</c> of <c>CA1000</c>, one of its children.</summary>
    public static bool IsSameOrChild(string id, string ruleId) =>
        id.StartsWith(ruleId, StringComparison.Ordinal) && (id.Length == ruleId.Length || id[ruleId.Length] == '/');
}
