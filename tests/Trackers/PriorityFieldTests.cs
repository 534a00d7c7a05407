using System.Text.Json.Nodes;
using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>Severity where a field shows it, and what is told of labels that will not go.</summary>
public sealed class PriorityFieldTests
{
    private static readonly Dictionary<Severity, string> Urgency = new() { [Severity.Critical] = "Highest", [Severity.High] = "2" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Jiras_priority_is_left_to_people_and_read_by_id_or_name(bool isCloud)
    {
        await using var project = await JiraProject.OpenAsync(isCloud, change: m => m with { Priorities = Urgency });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var written = await SeverityAsync(project, known, Severity.High);
        project.IssueOf(known).Fields["priority"] = new JsonObject { ["id"] = "1" };

        await project.Tracker.UpdateAsync(known, ticket with { KeepsPriority = true }, CancellationToken.None);

        Assert.Equal((Severity.High, Severity.Critical), (written, await SeverityAsync(project, known, Severity.High)));
        Assert.Equal("1", project.IssueOf(known).Fields["priority"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_severity_that_sets_only_the_priority_of_a_work_item_is_not_read_from_its_severity_field()
    {
        await using var project = await AzureProject.OpenAsync(
            change: m => m with { Priorities = new Dictionary<Severity, string> { [Severity.Critical] = "1" } });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, ticket with { Severity = Severity.Critical }, CancellationToken.None);

        Assert.Equal(Severity.Critical, await SeverityAsync(project, known, Severity.Critical));
    }

    [SkippableFact]
    public async Task A_label_that_GitHub_does_not_take_away_is_told()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        project.Proxy.Answer(r => r.Method == "DELETE", 403, project.Refusal("Must have push access"));

        var result = await project.Tracker.UpdateAsync(known, ticket with { Severity = Severity.Low }, CancellationToken.None);

        Assert.Contains("the removal of the label severity: high", Assert.IsType<PushResult.Filed>(result).Note, StringComparison.Ordinal);
    }

    private static async Task<Severity?> SeverityAsync(IProject project, TicketRef known, Severity agreed) =>
        Assert.IsType<TicketReading.Seen>(await project.Tracker.ReadAsync(known, CancellationToken.None)).Ticket.Severity.Given(agreed);
}
