using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public sealed class StatusMoveTests
{
    private static readonly TrackerStatus[] Workflow =
    [
        new("1", "Backlog", StatusCategory.ToDo),
        new("2", "Doing", StatusCategory.InProgress),
        new("3", "Released", StatusCategory.Done),
        new("4", "Won't do", StatusCategory.Done),
    ];

    [Theory]
    [InlineData(true, "2", null)]
    [InlineData(false, "3", null)]
    [InlineData(false, "2", "3")]
    [InlineData(true, "4", "1")]
    [InlineData(true, null, "1")]
    public void Without_a_named_status_the_category_decides_and_work_is_not_set_back(bool isOpen, string? current, string? expected)
    {
        var ticket = MakeTicket.Another() with { IsOpen = isOpen, State = isOpen ? FindingState.Open : FindingState.Fixed };

        var move = StatusMove.For(MakeTicket.ShopMapping, ticket, Workflow.FirstOrDefault(s => s.Id == current), Workflow);

        Assert.Equal(expected, (move as StatusMove.To)?.Status.Id);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("won't DO")]
    public void A_named_status_is_found_by_its_id_and_by_its_name_in_any_case(string name)
    {
        var mapping = MakeTicket.ShopMapping with { Statuses = new Dictionary<FindingState, string> { [FindingState.FalsePositive] = name } };
        var ticket = MakeTicket.Another() with { IsOpen = false, State = FindingState.FalsePositive };

        Assert.Equal(new StatusMove.To(Workflow[3]), StatusMove.For(mapping, ticket, Workflow[2], Workflow));
        Assert.Equal(new StatusMove.Stay(), StatusMove.For(mapping, ticket, Workflow[3], Workflow));
    }

    [Fact]
    public void A_named_status_that_there_is_not_is_told_rather_than_replaced()
    {
        var mapping = MakeTicket.ShopMapping with { Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "Gone fishing" } };
        var ticket = MakeTicket.Another() with { IsOpen = false, State = FindingState.Fixed };

        var move = StatusMove.For(mapping, ticket, Workflow[0], Workflow);

        Assert.Contains("Gone fishing", Assert.IsType<StatusMove.Impossible>(move).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_people_set_stays_when_our_side_did_not_change()
    {
        var ticket = MakeTicket.Another() with { IsOpen = true, KeepsStatus = true };

        Assert.IsType<StatusMove.Stay>(StatusMove.For(MakeTicket.ShopMapping, ticket, Workflow[3], Workflow));
    }
}
