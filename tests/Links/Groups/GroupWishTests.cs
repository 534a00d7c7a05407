using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Tickets;

namespace Patchbay.Tests.Links.Groups;

/// <summary>What a group's ticket should be, from the findings that share it.</summary>
public sealed class GroupWishTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-03-01T10:00:00Z", null);

    private static readonly LinkRef Name = new("shop", new string('b', FindingKey.Characters), "issues");

    private static readonly TicketGroup Group = new(TicketGrouping.Rule, "r1");

    [Fact]
    public void The_first_wanted_finding_makes_the_link_as_urgent_as_the_worst()
    {
        var link = Next(null, Member(Severity.Low), Member(Severity.Critical), Member(Severity.High));

        Assert.Equal((LinkState.Wanted, true, Severity.Critical), (link!.State, link.WantsOpen, link.Severity));
        Assert.Equal(TicketMarker.For("shop", Name.FindingKey, "issues"), link.Marker);
    }

    [Fact]
    public void No_link_is_made_for_findings_that_are_settled_or_that_nobody_wants_a_ticket_for()
    {
        var link = Next(null, Member(state: FindingState.Fixed), Member(isWanted: false));

        Assert.Null(link);
    }

    [Theory]
    [InlineData(FindingState.Open, true)]
    [InlineData(FindingState.Absent, true)]
    [InlineData(FindingState.Fixed, false)]
    [InlineData(FindingState.FalsePositive, false)]
    [InlineData(FindingState.Ignored, false)]
    public void The_ticket_is_open_as_long_as_one_of_them_is_a_problem(FindingState last, bool isOpen)
    {
        var link = Next(Linked(), Member(state: FindingState.Fixed), Member(Severity.Low, last));

        Assert.Equal(isOpen, link!.WantsOpen);
        Assert.Equal(isOpen ? Severity.Low : Severity.High, link.Severity);
    }

    [Fact]
    public void A_policy_that_no_longer_asks_closes_no_ticket()
    {
        var link = Next(Linked(), Member(isWanted: false));

        Assert.True(link!.WantsOpen);
    }

    [Fact]
    public void A_policy_that_no_longer_asks_takes_back_what_was_never_sent()
    {
        var link = Next(Linked() with { State = LinkState.Wanted, Ticket = null }, Member(isWanted: false));

        Assert.False(link!.WantsOpen);
    }

    [Fact]
    public void A_ticket_is_left_alone_where_updates_are_not_allowed_or_a_person_parted_from_it()
    {
        var locked = GroupWish.Next(Name, Group, Linked(), [Member(state: FindingState.Fixed)], mayUpdate: false, Now);
        var parted = Next(Linked() with { State = LinkState.Unlinked, Ticket = null }, Member());

        Assert.Null(locked);
        Assert.Null(parted);
    }

    private static Link? Next(Link? was, params GroupMember[] members) => GroupWish.Next(Name, Group, was, members, mayUpdate: true, Now);

    private static GroupMember Member(Severity severity = Severity.High, FindingState state = FindingState.Open, bool isWanted = true) => new()
    {
        FindingKey = new string('a', FindingKey.Characters),
        State = state,
        Severity = severity,
        Title = "Flaw",
        IsWanted = isWanted,
        Policies = [],
        FirstSeenAt = Now,
        StateChangedAt = Now,
    };

    private static Link Linked() => new()
    {
        Asset = Name.Asset,
        FindingKey = Name.FindingKey,
        Mapping = Name.Mapping,
        Marker = "pb-test",
        State = LinkState.Linked,
        Severity = Severity.High,
        Group = Group,
        Ticket = new TicketRef("folder", "pb-test", "file:///pb-test.md"),
        WantedAt = Now,
        ChangedAt = Now,
    };
}
