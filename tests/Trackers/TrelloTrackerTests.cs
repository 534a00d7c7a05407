using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract on a fake Trello, and what is special about it.</summary>
public sealed class TrelloTrackerTests : HttpChangesContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await TrelloProject.OpenAsync(clock);

    [SkippableFact]
    public async Task A_card_goes_to_the_list_that_the_mapping_names()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System, m => m with
        {
            Statuses = new Dictionary<FindingState, string> { [FindingState.Open] = "doing", [FindingState.Fixed] = "archived" },
        });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        var card = project.CardOf(known);
        var first = card.List;

        await project.Tracker.UpdateAsync(known, Fixed(ticket), CancellationToken.None);

        Assert.Equal((FakeTrello.ListId("Doing"), FakeTrello.ListId("Doing"), true), (first, card.List, card.IsClosed));
    }

    [SkippableFact]
    public async Task Without_a_list_that_means_done_a_card_is_put_away_and_brought_back()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        project.Trello.Lists.Remove("Done");
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        await project.Tracker.UpdateAsync(known, Fixed(ticket), CancellationToken.None);
        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        await project.Tracker.UpdateAsync(known, ticket, CancellationToken.None);

        Assert.Equal("archived", Assert.IsType<TicketReading.Seen>(read).Ticket.Status.Id);
        Assert.Equal((FakeTrello.ListId("Inbox"), false), (project.CardOf(known).List, project.CardOf(known).IsClosed));
    }

    [SkippableFact]
    public async Task Who_works_on_a_card_is_not_set_back()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        project.CardOf(known).List = FakeTrello.ListId("Doing");

        await project.Tracker.UpdateAsync(known, ticket with { Title = "After" }, CancellationToken.None);

        Assert.Equal((FakeTrello.ListId("Doing"), "After"), (project.CardOf(known).List, project.CardOf(known).Name));
    }

    [SkippableFact]
    public async Task A_list_that_is_not_there_is_told_rather_than_replaced()
    {
        await using var project = await TrelloProject.OpenAsync(
            TimeProvider.System, m => m with { Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "Released" } });
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;

        var result = await project.Tracker.UpdateAsync(known, Fixed(ticket), CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains("Released", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
        Assert.Contains("Released", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_card_on_another_board_is_the_same_ticket_and_gets_that_boards_labels_and_lists()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        FakeTrello.MoveAway(project.CardOf(known));

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, Fixed(ticket), CancellationToken.None);

        var seen = Assert.IsType<TicketReading.Seen>(read).Ticket;
        Assert.Equal((known, "Elsewhere"), (seen.Ticket, seen.Status.Name));
        Assert.Null(Assert.IsType<PushResult.Filed>(update).Note);
        Assert.Equal(FakeTrello.ListId("Closed there", FakeTrello.OtherBoard), project.CardOf(known).List);
        Assert.Equal(["patchbay", "security", "severity: high"], project.CardOf(known).Labels.Select(l => l.Name).Order());
    }

    [SkippableFact]
    public async Task A_card_that_we_may_no_longer_see_is_not_gone()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Trello.IsVisible = false;

        var read = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains("unauthorized card permission", Assert.IsType<TicketReading.Refused>(read).Reason, StringComparison.Ordinal);
        Assert.Contains("not let onto it", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_wrong_address_is_no_vanished_ticket()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, 404, "not here", "text/plain");

        Assert.IsType<TicketReading.Refused>(await project.Tracker.ReadAsync(known, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Trellos_plain_words_are_shown()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsCreate, 400, "invalid value for idList", "text/plain");

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Equal("Trello refuses this (400): invalid value for idList.", Assert.IsType<PushResult.Refused>(result).Reason);
    }

    [SkippableFact]
    public async Task A_spent_token_holds_the_lane()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsCreate, 429, """{"error":"API_TOKEN_LIMIT_EXCEEDED","message":"Rate limit exceeded"}""");

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        var later = Assert.IsType<PushResult.Later>(result);
        Assert.True(later.HoldsLane);
        Assert.InRange(later.After!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
    }

    [SkippableFact]
    public async Task Labels_are_made_once_with_a_colour_and_told_when_we_may_not()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        await FileAsync(project);
        var colours = project.Trello.LabelColours;
        project.Trello.MayMakeLabels = false;

        var result = await project.Tracker.CreateAsync(MakeTicket.Another() with { Severity = Severity.Low }, CancellationToken.None);

        Assert.Equal(("orange", "blue", 3), (colours["severity: high"], colours["patchbay"], colours.Count));
        Assert.Contains("the label severity: low", Assert.IsType<PushResult.Filed>(result).Note, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("ANN", true)]
    [InlineData("Ann Other", true)]
    [InlineData("nobody", false)]
    public async Task A_new_card_has_the_person_and_the_day_that_were_asked_for(string assignee, bool isThere)
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System, m => m with { Assignee = assignee });

        var result = await project.Tracker.CreateAsync(MakeTicket.Another() with { DueOn = new DateOnly(2026, 4, 1) }, CancellationToken.None);

        var filed = Assert.IsType<PushResult.Filed>(result);
        Assert.Equal(isThere, filed.Note is null);
        Assert.Equal((isThere ? 1 : 0, "2026-04-01T12:00:00Z"), (project.CardOf(filed.Ticket).Members.Count, project.CardOf(filed.Ticket).Due));
    }

    [SkippableFact]
    public async Task A_marker_is_found_on_any_page_and_old_cards_are_not_looked_at()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var intentAt = DateTimeOffset.UtcNow;
        for (var i = 0; i < 600; i++)
        {
            project.Trello.Add(FakeTrello.ListId("Inbox"), "Old", "pb-0", intentAt.AddDays(-1));
        }

        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        for (var i = 0; i < 300; i++)
        {
            project.Trello.Add(FakeTrello.ListId("Inbox"), "Noise", $"> quotes {ticket.Marker}");
        }

        var found = await project.Tracker.FindAsync(ticket.Marker, intentAt, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
        Assert.Equal(2, project.Proxy.Requests.Count(r => r.Target.Contains("/cards/all", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("observer", "only observes")]
    [InlineData(null, "no member")]
    public async Task A_connection_test_says_what_to_change(string? membership, string words)
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        project.Trello.Membership = membership;

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, "patchbay"), (test.IsUsable, test.Account));
        Assert.Contains(words, Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_closed_board_and_one_without_lists_are_told()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        project.Trello.IsBoardClosed = true;
        project.Trello.Lists.Clear();

        var test = await project.Tracker.TestAsync(CancellationToken.None);
        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Equal(2, test.Problems.Count);
        Assert.Contains("no open list", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    private static Ticket Fixed(Ticket ticket) => ticket with { IsOpen = false, State = FindingState.Fixed };
}
