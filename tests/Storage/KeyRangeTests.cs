using Patchbay.Storage;

namespace Patchbay.Tests.Storage;

public sealed class KeyRangeTests
{
    [Theory]
    [InlineData("", null, "", true, null)]
    [InlineData("", "k", "k", false, null)]
    [InlineData("ab", null, "ab", true, "ac")]
    [InlineData("ab", "aa", "ab", true, "ac")]
    [InlineData("ab", "ab", "ab", false, "ac")]
    [InlineData("ab", "abc", "abc", false, "ac")]
    [InlineData("ab", "b", "b", false, "ac")]
    [InlineData("a\uffff", null, "a\uffff", true, "b")]
    [InlineData("\uffff\uffff", null, "\uffff\uffff", true, null)]
    [InlineData("a\ud7ff", null, "a\ud7ff", true, "a\ue000")]
    public void A_prefix_becomes_the_bounds_around_its_keys(string prefix, string? after, string from, bool includesFrom, string? before)
    {
        Assert.Equal(new KeyRange(from, includesFrom, before), KeyRange.Of(prefix, after));
    }
}
