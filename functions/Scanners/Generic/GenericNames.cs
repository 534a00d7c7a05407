using System.Text;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Generic;

/// <summary>The ways to write a member's name: ours is <c>fixedVersion</c>; <c>fixed_version</c> and others mean the same.</summary>
internal static class GenericNames
{
    /// <summary>Gives one meaning to several names, each in all its spellings.</summary>
    /// <param name="names">As we write them, the one in the documentation first.</param>
    public static JsonMembers<T> With<T>(this JsonMembers<T> members, ReadMember<JsonCursor, T> read, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var spelling in Spellings(name))
            {
                members[spelling] = read;
            }
        }

        return members;
    }

    /// <summary>Every way to write a name, ours first.</summary>
    public static IEnumerable<string> Spellings(string name)
    {
        var (snake, spaced) = (new StringBuilder(), new StringBuilder());
        foreach (var c in name)
        {
            snake.Append(char.IsAsciiLetterUpper(c) ? "_" : string.Empty).Append(char.ToLowerInvariant(c));
            spaced.Append(char.IsAsciiLetterUpper(c) ? " " : string.Empty).Append(c);
        }

        var pascal = char.ToUpperInvariant(name[0]) + name[1..];
        spaced[0] = pascal[0];
        return new[] { name, pascal, snake.ToString(), snake.ToString().Replace('_', '-'), name.ToLowerInvariant(), spaced.ToString() }.Distinct();
    }
}
