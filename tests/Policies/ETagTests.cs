using Microsoft.AspNetCore.Http;
using Patchbay.Api;

namespace Patchbay.Tests.Policies;

public sealed class ETagTests
{
    [Theory]
    [InlineData(null, null, "\"3\"", false)]
    [InlineData("\"3\"", null, "\"3\"", false)]
    [InlineData("\"2\", \"3\"", null, "\"3\"", false)]
    [InlineData("*", null, "\"3\"", false)]
    [InlineData("\"2\"", null, "\"3\"", true)]
    [InlineData("W/\"3\"", null, "\"3\"", true)]
    [InlineData("3", null, "\"3\"", true)]
    [InlineData("", null, "\"3\"", true)]
    [InlineData("*", null, null, true)]
    [InlineData("\"3\"", null, null, true)]
    [InlineData(null, "*", "\"3\"", true)]
    [InlineData(null, "*", null, false)]
    [InlineData(null, "nonsense", "\"3\"", true)]
    [InlineData(null, "\"2\"", "\"3\"", false)]
    public void A_change_is_stale_when_its_conditions_do_not_hold(string? ifMatch, string? ifNoneMatch, string? current, bool expected)
    {
        var request = Request(ifMatch, ifNoneMatch);

        Assert.Equal(expected, ETags.IsStale(request, current));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("\"3\"", true)]
    [InlineData("W/\"3\"", true)]
    [InlineData("*", true)]
    [InlineData("\"2\"", false)]
    [InlineData("nonsense", false)]
    public void A_reader_who_has_the_version_is_told_so(string? ifNoneMatch, bool expected)
    {
        var request = Request(null, ifNoneMatch);

        Assert.Equal(expected, ETags.IsKnown(request, "\"3\""));
    }

    [Fact]
    public void A_version_with_quotes_and_blanks_still_makes_a_readable_tag()
    {
        var tag = ETags.Of("W/\"datetime'2026-01-01T00:00:00Z' ä\"");

        Assert.False(ETags.IsStale(Request(tag, null), tag));
    }

    private static HttpRequest Request(string? ifMatch, string? ifNoneMatch)
    {
        var request = new DefaultHttpContext().Request;
        if (ifMatch is not null)
        {
            request.Headers.IfMatch = ifMatch;
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.IfNoneMatch = ifNoneMatch;
        }

        return request;
    }
}
