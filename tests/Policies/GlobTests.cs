using Patchbay.Policies.Matching;

namespace Patchbay.Tests.Policies;

public sealed class GlobTests
{
    [Theory]
    [InlineData("**/test/**", "test/a.cs", true)]
    [InlineData("**/test/**", "src/test/x", true)]
    [InlineData("**/test/**", "src/a/test/b/c/x", true)]
    [InlineData("**/test/**", "src/test", false)]
    [InlineData("**/test/**", "src/testing/x", false)]
    [InlineData("**/test/**", "src/TEST/x", false)]
    [InlineData("**/test/**", "src\\test\\x", true)]
    [InlineData("**/test/**", "/test/x", true)]
    [InlineData("**/test/**", "./test/x", true)]
    [InlineData("/src/**", "src/a", true)]
    [InlineData("./src/**", "src/a", true)]
    [InlineData("src/**", "src/a/b/c", true)]
    [InlineData("src/**", "src", false)]
    [InlineData("src/**", "lib/src/a", false)]
    [InlineData("src/*", "src/a", true)]
    [InlineData("src/*", "src/a/b", false)]
    [InlineData("src/**/x.cs", "src/x.cs", true)]
    [InlineData("src/**/x.cs", "src/a/b/x.cs", true)]
    [InlineData("src/**/x.cs", "src/a/b/xx.cs", false)]
    [InlineData("**/*.min.js", "a.min.js", true)]
    [InlineData("**/*.min.js", "web/js/a.min.js", true)]
    [InlineData("*.min.js", "web/js/a.min.js", false)]
    [InlineData("**", "a", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("**/a/**/b/**", "x/a/y/b/z", true)]
    [InlineData("**/a/**/b/**", "a/b/z", true)]
    [InlineData("**/a/**/b/**", "b/a/z", false)]
    [InlineData("**/a/b", "a/a/a/b", true)]
    [InlineData("**/a/b", "a/b/c", false)]
    [InlineData("a/**/**/b", "a/b", true)]
    [InlineData("**/**", "a", true)]
    [InlineData("src/?.c", "src/a.c", true)]
    [InlineData("src/?.c", "src/ab.c", false)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("app/?id?/page.tsx", "app/[id]/page.tsx", true)]
    [InlineData("**/*test*/**", "src/my-tests/a", true)]
    [InlineData("**/a*b*c", "x/aXbXbXc", true)]
    [InlineData("**/a*b*c", "x/aXbXbX", false)]
    [InlineData("src/größe.c", "src/größe.c", true)]
    public void A_path_pattern_goes_folder_by_folder(string pattern, string path, bool expected)
    {
        var glob = new Glob(pattern, GlobStyle.Path);

        Assert.Equal(expected, glob.IsMatch(path));
    }

    [Theory]
    [InlineData("java/*", "java/security/audit", true)]
    [InlineData("*sql*", "java/SQL-injection", true)]
    [InlineData("JAVA/*", "java/x", true)]
    [InlineData("pkg:npm/*", "pkg:npm/@scope/name", true)]
    [InlineData("cwe-7?", "CWE-79", true)]
    [InlineData("**", "anything", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("*a", "ab", false)]
    [InlineData("a*b", "a*b", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc?", "abc", false)]
    public void A_name_pattern_ignores_case_and_folders(string pattern, string text, bool expected)
    {
        var glob = new Glob(pattern, GlobStyle.Name);

        Assert.Equal(expected, glob.IsMatch(text));
    }

    [Theory]
    [InlineData("release/*", "release/2026/q1", true)]
    [InlineData("Release/*", "release/1", false)]
    public void A_branch_pattern_keeps_case(string pattern, string text, bool expected)
    {
        var glob = new Glob(pattern, GlobStyle.CasedName);

        Assert.Equal(expected, glob.IsMatch(text));
    }

    [Theory]
    [InlineData("", "an empty pattern matches nothing")]
    [InlineData(" a", "blank")]
    [InlineData("a\n", "control characters")]
    [InlineData("!a", "{\"not\": ...}")]
    [InlineData("a\\b", "forward slashes")]
    [InlineData("[ab].c", "\"[\" has no meaning")]
    [InlineData("*.{js,ts}", "\"{\" has no meaning")]
    [InlineData("test/", "\"test/**\" for what is in this folder")]
    [InlineData("/", "no path ends")]
    [InlineData("a//b", "two slashes")]
    [InlineData("**.js", "\"**\" stands alone")]
    [InlineData("a/b**/c", "\"**\" stands alone")]
    [InlineData("***", "\"**\" stands alone")]
    public void A_pattern_that_cannot_mean_what_it_seems_is_refused(string pattern, string expected)
    {
        var flaw = Glob.Flaw(pattern, GlobStyle.Path);

        Assert.Contains(expected, flaw, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new Glob(pattern, GlobStyle.Path));
    }

    [Fact]
    public void A_pattern_of_five_hundred_characters_is_the_longest()
    {
        Assert.Null(Glob.Flaw(new string('a', 500), GlobStyle.Name));
        Assert.NotNull(Glob.Flaw(new string('a', 501), GlobStyle.Name));
    }

    // With a matcher that goes back to every wildcard these need longer than anybody lives, so that an answer is the proof.
    [Theory]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/b", "a/")]
    [InlineData("**/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "a")]
    [InlineData("**/*a/**/*a*/**/*a*a/**/a*a*a/**/*a*a*a*a/b", "aaaaaaaaaaaaaaa/")]
    public void A_hostile_path_is_answered(string pattern, string piece)
    {
        var path = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length)) + "c";

        Assert.False(new Glob(pattern, GlobStyle.Path).IsMatch(path));
    }

    [Fact]
    public void Walking_with_one_way_back_finds_what_an_exhaustive_search_finds()
    {
        var random = new Random(20260302);
        for (var i = 0; i < 20_000; i++)
        {
            var pattern = string.Join('/', Pieces(random, ["**", "a", "b", "*", "a*", "*b", "?", "a?*b"], random.Next(1, 6)));
            var path = string.Join('/', Pieces(random, ["a", "b", "ab", "aab", "ba", "abb"], random.Next(1, 6)));

            var expected = Exhaustively(pattern.Split('/'), path.Split('/'));

            Assert.True(expected == new Glob(pattern, GlobStyle.Path).IsMatch(path), $"{pattern} on {path} should be {expected}");
        }
    }

    private static IEnumerable<string> Pieces(Random random, string[] from, int count) =>
        Enumerable.Range(0, count).Select(_ => from[random.Next(from.Length)]);

    private static bool Exhaustively(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern is ["**"])
        {
            return path.Length > 0;
        }

        if (pattern is ["**", ..])
        {
            return Exhaustively(pattern[1..], path) || (path.Length > 0 && Exhaustively(pattern, path[1..]));
        }

        return pattern.Length == 0 || path.Length == 0
            ? pattern.Length == path.Length
            : Segment(pattern[0], path[0]) && Exhaustively(pattern[1..], path[1..]);
    }

    private static bool Segment(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text) =>
        pattern.Length == 0 ? text.Length == 0
        : pattern[0] == '*' ? Segment(pattern[1..], text) || (text.Length > 0 && Segment(pattern, text[1..]))
        : text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && Segment(pattern[1..], text[1..]);
}
