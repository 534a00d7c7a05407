using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public sealed class WorkflowWalkTests
{
    [Fact]
    public void A_direct_step_is_taken_before_any_other()
    {
        var walk = new WorkflowWalk("D");
        walk.See("A", [To("B"), To("D")]);

        Assert.Equal("D", walk.Next("A")?.To.Id);
    }

    [Fact]
    public void The_shortest_known_way_is_taken_even_when_others_are_unknown()
    {
        var walk = new WorkflowWalk("D");
        walk.See("A", [To("X"), To("B")]);
        walk.See("B", [To("A"), To("D")]);

        Assert.Equal("B", walk.Next("A")?.To.Id);
    }

    [Fact]
    public void What_is_near_is_looked_at_before_what_is_far_and_work_before_an_end()
    {
        var walk = new WorkflowWalk("D");
        walk.See("A", [To("End", StatusCategory.Done), To("B")]);

        Assert.Equal("B", walk.Next("A")?.To.Id);
        walk.See("B", [To("A"), To("C")]);
        Assert.Equal("C", walk.Next("B")?.To.Id);
    }

    [Fact]
    public void A_circle_ends_when_everything_is_known()
    {
        var walk = new WorkflowWalk("D");
        walk.See("A", [To("B"), To("A")]);
        walk.See("B", [To("A")]);

        Assert.Null(walk.Next("A"));
        Assert.Null(walk.Next("B"));
    }

    [Fact]
    public void A_step_that_was_refused_is_not_taken_again()
    {
        var walk = new WorkflowWalk("D");
        var step = To("D");
        walk.See("A", [step, To("B")]);
        walk.Forbid("A", step);

        Assert.Equal("B", walk.Next("A")?.To.Id);
    }

    [Fact]
    public void A_way_back_leads_to_what_was_passed_by()
    {
        var walk = new WorkflowWalk("D");
        walk.See("A", [To("B"), To("C")]);
        walk.See("B", [To("A")]);

        Assert.Equal("A", walk.Next("B")?.To.Id);
        Assert.Equal("C", walk.Next("A")?.To.Id);
    }

    private static WorkflowWalk.Step To(string status, StatusCategory category = StatusCategory.InProgress) =>
        new($"to {status}", status, new TrackerStatus(status, status, category), new Dictionary<string, object>());
}
