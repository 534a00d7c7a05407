using Patchbay.Tickets;

namespace Patchbay.Tests.Tickets;

public sealed class TicketMarkerTests
{
    [Fact]
    public void The_same_finding_in_the_same_mapping_always_has_the_same_marker()
    {
        var first = TicketMarker.For("web-shop", "key", "tickets");

        var again = TicketMarker.For("web-shop", "key", "tickets");

        // Written out: tickets in trackers carry it, so the way it is made must never change.
        Assert.Equal("pb-v69y5fxshtv5", first);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Another_asset_finding_or_mapping_has_another_marker()
    {
        string[] markers =
        [
            TicketMarker.For("a", "b", "c"), TicketMarker.For("x", "b", "c"), TicketMarker.For("a", "x", "c"), TicketMarker.For("a", "b", "x"),
            TicketMarker.For("ab", "", "c"),
        ];

        Assert.Equal(markers.Length, markers.Distinct().Count());
        Assert.All(markers, m => Assert.True(TicketMarker.IsValid(m)));
    }

    [Theory]
    [InlineData("pb-")]
    [InlineData("pb-../../etc/x")]
    [InlineData("pb-UPPERCASE123")]
    [InlineData("pb-000000000000\n")]
    [InlineData("xx-000000000000")]
    public void What_is_no_marker_is_told_apart(string text) => Assert.False(TicketMarker.IsValid(text));

    [Theory]
    [InlineData("as pb-000000000000.", true)]
    [InlineData("`pb-000000000000`", true)]
    [InlineData("pb-000000000000", true)]
    [InlineData("pb-0000000000001", false)]
    [InlineData("xpb-000000000000", false)]
    [InlineData("pb-000000000000-2 and pb-000000000000", true)]
    [InlineData("nothing", false)]
    public void A_marker_is_found_as_a_word(string text, bool isThere) => Assert.Equal(isThere, TicketMarker.IsIn(text, "pb-000000000000"));
}
