using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;

namespace Patchbay.Tests.Links;

public sealed class PendingPushTests
{
    private static readonly DateTimeOffset Morning = DateTimeOffset.Parse("2026-03-01T08:00:00Z", null);

    [Fact]
    public void Keys_sort_by_severity_and_then_by_age()
    {
        PendingPush[] inOrder =
        [
            Push("a", Severity.Critical, Morning.AddHours(5)),
            Push("b", Severity.High, Morning),
            Push("c", Severity.High, Morning.AddTicks(1)),
            Push("d", Severity.Info, Morning.AddYears(-3)),
        ];

        var sorted = inOrder.Reverse().OrderBy(p => p.Key, StringComparer.Ordinal);

        Assert.Equal(inOrder, sorted);
    }

    [Fact]
    public void A_link_always_uses_the_same_lane_and_lanes_are_all_used()
    {
        var instance = new Instance("jira", "jira") { Lanes = 4 };
        var links = Enumerable.Range(0, 200).Select(n => new LinkRef("shop", $"{n:x40}", "web")).ToList();

        var lanes = links.Select(l => LaneId.Of(instance, l)).ToList();

        Assert.Equal(lanes, links.Select(l => LaneId.Of(instance, l)));
        Assert.Equal([0, 1, 2, 3], lanes.Select(l => l.Number).Distinct().Order());
    }

    private static PendingPush Push(string key, Severity severity, DateTimeOffset wantedAt) =>
        new(new LinkRef("shop", key, "web"), severity, wantedAt);
}
