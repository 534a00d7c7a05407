using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

public sealed class PushDecisionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-03-01T10:00:00Z", null);
    private static readonly PushSettings Settings = new();

    [Fact]
    public void A_busy_tracker_withdraws_the_intent_because_nothing_was_made()
    {
        var link = Creating() with { Attempts = 1 };

        var after = Decide(link, new PushResult.Later(TimeSpan.FromMinutes(5), "Slow down.", HoldsLane: true));

        Assert.Equal(LinkState.Wanted, after.State);
        Assert.Null(after.IntentAt);
        Assert.Equal(Now.AddMinutes(5), after.NotBefore);
        Assert.Equal("Slow down.", after.Reason);
        Assert.Equal(2, after.Attempts);
    }

    [Fact]
    public void A_lost_answer_keeps_the_intent_so_that_the_marker_is_looked_for()
    {
        var link = Creating();

        var after = Decide(link, new PushResult.Unknown("The connection broke."));

        Assert.Equal(LinkState.Creating, after.State);
        Assert.Equal(link.IntentAt, after.IntentAt);
        Assert.Equal(Now.AddSeconds(30), after.NotBefore);
    }

    [Fact]
    public void A_refusal_waits_for_a_person_and_says_why()
    {
        var after = Decide(Creating(), new PushResult.Refused("Issues are switched off."));

        Assert.Equal(LinkState.Failed, after.State);
        Assert.Equal("Issues are switched off.", after.Reason);
        Assert.Null(after.NotBefore);
    }

    [Fact]
    public void A_vanished_ticket_ends_the_link_and_says_so() =>
        Assert.Equal(LinkState.Lost, Decide(Creating(), new PushResult.Gone("Deleted.")).State);

    [Theory]
    [InlineData(10, 0, LinkState.Wanted)]
    [InlineData(11, 0, LinkState.Failed)]
    [InlineData(1, 4, LinkState.Failed)]
    public void After_twelve_attempts_or_three_days_it_gives_up(int attemptsBefore, int daysAgo, LinkState expected)
    {
        var link = Creating() with { Attempts = attemptsBefore, FailingSince = Now.AddDays(-daysAgo) };

        var after = Decide(link, new PushResult.Later(null, "Down for repairs."));

        Assert.Equal(expected, after.State);
        Assert.Contains("Down for repairs.", after.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_that_was_wished_for_long_ago_is_not_given_up_when_its_tracker_fails_for_the_first_time()
    {
        var old = Creating() with { WantedAt = Now.AddDays(-100), State = LinkState.Linked };

        var after = Decide(old, new PushResult.Later(null, "Down for repairs."));

        Assert.Equal(LinkState.Linked, after.State);
        Assert.Equal((1, Now), (after.Attempts, after.FailingSince));
    }

    private static Link Decide(Link link, PushResult result) =>
        PushDecision.Fail(link, PushDecision.After(link, result, Settings, Now), Now);

    private static Link Creating() => new()
    {
        Asset = "shop",
        FindingKey = new string('a', FindingKey.Characters),
        Mapping = "issues",
        Marker = "pb-test",
        State = LinkState.Creating,
        Severity = Severity.High,
        WantedAt = Now.AddMinutes(-1),
        IntentAt = Now.AddSeconds(-5),
        ChangedAt = Now,
    };
}
