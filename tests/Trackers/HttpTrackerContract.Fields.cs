using Patchbay.Tests.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public abstract partial class HttpTrackerContract
{
    [SkippableFact]
    public async Task Giving_a_ticket_to_somebody_who_is_not_there_is_told_and_all_else_is_written()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        var ticket = MakeTicket.Another() with { Title = "After", Assignee = "no-such-person", KeepsAssignee = false };

        var result = await project.Tracker.UpdateAsync(known, ticket, CancellationToken.None);

        Assert.Contains("assignee", Assert.IsType<PushResult.Filed>(result).Note, StringComparison.Ordinal);
        var seen = await project.ReadAsync(known);
        Assert.Equal(("After", null), (seen.Title, seen.Assignee));
    }
}
