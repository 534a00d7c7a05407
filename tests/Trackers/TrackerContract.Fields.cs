using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What a merge needs of every tracker: to write and to leave alone who has a ticket, how severe it is, and its labels.</summary>
public abstract partial class TrackerContract
{
    [SkippableFact]
    public async Task A_new_ticket_goes_to_whom_it_names_and_reads_so()
    {
        await using var project = await OpenAsync();
        var (one, _) = await project.PeopleAsync();

        var result = await project.Tracker.CreateAsync(MakeTicket.Another() with { Assignee = one }, CancellationToken.None);

        var filed = Assert.IsType<PushResult.Filed>(result);
        Assert.Null(filed.Note);
        Assert.Equal(one, (await project.ReadAsync(filed.Ticket)).Assignee);
        Assert.Equal(one, (await SeeAsync(project, filed.Ticket)).Assignee);
    }

    [SkippableFact]
    public async Task A_ticket_is_given_to_another_and_then_to_nobody()
    {
        await using var project = await OpenAsync();
        var (one, other) = await project.PeopleAsync();
        var ticket = MakeTicket.Another() with { Assignee = one };
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var seen = new List<(string? Note, string? There, string? Read)>();

        foreach (var person in (string?[])[other, null])
        {
            var next = ticket with { Assignee = person, KeepsAssignee = false };
            var filed = Assert.IsType<PushResult.Filed>(await project.Tracker.UpdateAsync(known, next, CancellationToken.None));
            seen.Add((filed.Note, (await project.ReadAsync(known)).Assignee, (await SeeAsync(project, known)).Assignee));
        }

        Assert.Equal([(null, other, other), (null, null, null)], seen);
    }

    [SkippableFact]
    public async Task An_update_leaves_a_ticket_with_whoever_has_it()
    {
        await using var project = await OpenAsync();
        var (one, other) = await project.PeopleAsync();
        var ticket = MakeTicket.Another() with { Assignee = one };
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, ticket with { Title = "After", Assignee = other }, CancellationToken.None);

        var seen = await project.ReadAsync(known);
        Assert.Equal(("After", one), (seen.Title, seen.Assignee));
    }

    [SkippableFact]
    public async Task An_update_of_the_text_alone_leaves_the_severity_to_people()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var before = await project.ReadAsync(known);
        await project.MakeCriticalAsync(known);
        var raised = await project.ReadAsync(known);

        await project.Tracker.UpdateAsync(known, ticket with { Title = "After", KeepsPriority = true }, CancellationToken.None);
        var kept = await project.ReadAsync(known);
        await project.Tracker.UpdateAsync(known, ticket, CancellationToken.None);
        var written = await project.ReadAsync(known);

        Assert.Equal("After", kept.Title);
        Assert.Equal(Showing(raised), Showing(kept));
        Assert.Equal(Showing(before), Showing(written));
        Assert.NotEqual(Showing(before), Showing(raised));
    }

    [SkippableFact]
    public async Task A_severity_reads_as_it_was_written_and_then_as_a_person_changed_it()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var read = new List<Severity?>();

        foreach (var severity in Enum.GetValues<Severity>())
        {
            await project.Tracker.UpdateAsync(known, ticket with { Severity = severity }, CancellationToken.None);
            read.Add((await SeeAsync(project, known)).Severity.Given(severity));
        }

        await project.Tracker.UpdateAsync(known, ticket, CancellationToken.None);
        await project.MakeCriticalAsync(known);
        var raised = (await SeeAsync(project, known)).Severity;

        Assert.Equal(Enum.GetValues<Severity>().Cast<Severity?>(), read);
        Assert.Equal([Severity.Critical, Severity.Critical], [raised.Given(Severity.High), raised.Given(Severity.Critical)]);
    }

    [SkippableFact]
    public async Task A_former_label_is_taken_away_in_any_case_and_peoples_stay()
    {
        await using var project = await OpenAsync();
        var ticket = MakeTicket.Another();
        ticket = ticket with { Labels = [.. ticket.Labels, "Old wing"] };
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.AddLabelAsync(known, "team-red");
        var next = ticket with { Labels = [.. ticket.Labels.SkipLast(1)], FormerLabels = ["OLD WING", "never there", "security"], KeepsPriority = true };

        var result = await project.Tracker.UpdateAsync(known, next, CancellationToken.None);

        Assert.Null(Assert.IsType<PushResult.Filed>(result).Note);
        Assert.Equal(project.LabelsAs("patchbay", "security", "severity: high", "team-red"), (await project.ReadAsync(known)).Labels.Order());
        Assert.Equal(
            project.LabelsAs("patchbay", "security", "team-red"),
            TicketLabels.People(MakeTicket.ShopMapping, (await SeeAsync(project, known)).Labels).Order());
    }

    private static string Showing(SeenTicket ticket) => $"{ticket.Urgency} [{string.Join(", ", ticket.Labels.Order())}]";

    private static async Task<TicketSnapshot> SeeAsync(IProject project, TicketRef known) =>
        Assert.IsType<TicketReading.Seen>(await project.Tracker.ReadAsync(known, CancellationToken.None)).Ticket;
}
