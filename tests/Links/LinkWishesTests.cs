using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Tests.Support;
using Patchbay.Tickets;

namespace Patchbay.Tests.Links;

public sealed class LinkWishesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-03-01T10:00:00Z", null);

    [Theory]
    [InlineData(AssignmentMode.LinkNewAndUpdate, 1)]
    [InlineData(AssignmentMode.LinkNew, 1)]
    [InlineData(AssignmentMode.UpdateExisting, 0)]
    [InlineData(AssignmentMode.ExplicitOnly, 0)]
    public void A_new_link_is_wished_for_only_where_the_assignment_allows_it(AssignmentMode mode, int expected)
    {
        var wishes = LinkWishes.For(Finding(), Wants("issues"), [Assigned(mode)], [], Now);

        Assert.Equal(expected, wishes.OfType<LinkWish.New>().Count());
    }

    [Fact]
    public void A_star_means_every_mapping_assigned_to_the_asset()
    {
        Assignment[] assigned = [Assigned(AssignmentMode.LinkNew), new Assignment("second", "board") { Mode = AssignmentMode.LinkNew }];

        var wishes = LinkWishes.For(Finding(), Wants("*"), assigned, [], Now);

        Assert.Equal(["board", "issues"], wishes.Select(w => w.Link.Mapping).Order());
    }

    [Fact]
    public void A_mapping_that_is_not_assigned_to_the_asset_gets_no_link()
    {
        var wishes = LinkWishes.For(Finding(), Wants("elsewhere"), [Assigned(AssignmentMode.LinkNewAndUpdate)], [], Now);

        Assert.Empty(wishes);
    }

    [Fact]
    public void A_fixed_finding_wants_its_ticket_closed()
    {
        var link = Linked();

        var wishes = LinkWishes.For(
            Finding(FindingState.Fixed), Wants(), [Assigned(AssignmentMode.LinkNewAndUpdate)], [link], Now);

        Assert.False(Assert.Single(wishes).Link.WantsOpen);
    }

    [Fact]
    public void A_policy_that_no_longer_asks_leaves_a_ticket_open()
    {
        var wishes = LinkWishes.For(Finding(), Wants(), [Assigned(AssignmentMode.LinkNewAndUpdate)], [Linked()], Now);

        Assert.All(wishes, w => Assert.True(w.Link.WantsOpen));
    }

    [Fact]
    public void A_policy_that_no_longer_asks_takes_back_what_was_never_sent()
    {
        var unsent = Stored(Linked().Link with { State = LinkState.Wanted, Ticket = null });

        var wishes = LinkWishes.For(Finding(), Wants(), [Assigned(AssignmentMode.LinkNewAndUpdate)], [unsent], Now);

        Assert.False(Assert.Single(wishes).Link.WantsOpen);
    }

    [Fact]
    public void A_ticket_is_left_alone_where_only_new_links_are_allowed()
    {
        var wishes = LinkWishes.For(Finding(FindingState.Fixed), Wants(), [Assigned(AssignmentMode.LinkNew)], [Linked()], Now);

        Assert.Empty(wishes);
    }

    [Fact]
    public void A_refused_wish_whose_finding_is_gone_is_settled_rather_than_shown_for_ever()
    {
        var refused = Stored(Linked().Link with { State = LinkState.Failed, Ticket = null, IntentAt = null, Reason = "No." });

        var wish = Assert.Single(LinkWishes.For(
            Finding(FindingState.Fixed), Wants(), [Assigned(AssignmentMode.LinkNewAndUpdate)], [refused], Now));

        Assert.Equal(LinkState.Wanted, wish.Link.State);
        Assert.False(wish.Link.WantsOpen);
    }

    [Theory]
    [InlineData(null, null, TicketGrouping.None, null)]
    [InlineData(null, null, TicketGrouping.Rule, "r1")]
    [InlineData(null, TicketGrouping.File, TicketGrouping.Rule, "src/a.cs")]
    [InlineData(TicketGrouping.Rule, TicketGrouping.File, TicketGrouping.None, "r1")]
    [InlineData(TicketGrouping.None, TicketGrouping.File, TicketGrouping.Rule, null)]
    [InlineData(null, TicketGrouping.None, TicketGrouping.Rule, null)]
    [InlineData(TicketGrouping.Component, null, TicketGrouping.Rule, null)]
    public void A_policy_that_names_the_mapping_groups_before_one_that_names_none_and_both_before_the_assignment(
        TicketGrouping? named, TicketGrouping? unnamed, TicketGrouping assigned, string? group)
    {
        var said = new Dictionary<string, TicketGrouping?> { ["issues"] = named, ["*"] = unnamed };
        var verdict = Wants("issues", "*") with
        {
            GroupBy = said.Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value!.Value),
        };
        var finding = Finding() with { Finding = Finding().Finding with { Place = new Place { Path = "src/a.cs" } } };

        var wish = Assert.Single(LinkWishes.For(
            finding, verdict, [Assigned(AssignmentMode.LinkNewAndUpdate) with { GroupBy = assigned }], [], Now));

        Assert.Equal(group, wish.News?.Group.Value);
        Assert.Equal(group is null ? LinkState.Wanted : LinkState.Grouped, wish.Link.State);
        Assert.Equal(wish.Link.Membership?.GroupKey, wish.News?.GroupKey);
    }

    private static Verdict Wants(params string[] mappings) => new(1, true, ["some policy"], mappings);

    private static Assignment Assigned(AssignmentMode mode) => new("all", "issues") { Mode = mode };

    private static StoredLink Linked() => Stored(new Link
    {
        Asset = "shop",
        FindingKey = Finding().Key,
        Mapping = "issues",
        Marker = "pb-test",
        State = LinkState.Linked,
        Severity = Severity.High,
        Ticket = new TicketRef("folder", "pb-test", "file:///pb-test.md"),
        Agreed = new Agreement(FindingState.Open, IsOpen: true),
        WantedAt = Now.AddDays(-1),
        ChangedAt = Now.AddDays(-1),
    });

    private static StoredLink Stored(Link link) => new(link, "1");

    private static FindingRecord Finding(FindingState state = FindingState.Open) =>
        Make.Record(new string('a', FindingKey.Characters), Severity.High, Now.AddDays(-1)) with { State = state };
}
