using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>Who has a ticket reads as the mapping names them, whatever else the tracker calls them, and others as the tracker's people say.</summary>
public sealed class PersonNameTests
{
    [Theory]
    [InlineData("8", "8")]
    [InlineData("Ann", "Ann")]
    [InlineData("bob", "ann")]
    public async Task GitLabs_people_are_named_by_login_or_as_the_mapping_does(string mapped, string expected)
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System, m => m with { Assignee = mapped });

        Assert.Equal(expected, await AssigneeAsync(project, "ann"));
    }

    [Theory]
    [InlineData("Ann Other", "Ann Other")]
    [InlineData("bob", "ann")]
    public async Task Trellos_people_are_named_by_user_name_or_as_the_mapping_does(string mapped, string expected)
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System, m => m with { Assignee = mapped });

        Assert.Equal(expected, await AssigneeAsync(project, "ann"));
    }

    [Theory]
    [InlineData(FakeServiceNow.BobId, FakeServiceNow.BobId)]
    [InlineData("ann", "bob")]
    public async Task ServiceNows_people_are_named_by_login_or_as_the_mapping_does(string mapped, string expected)
    {
        await using var project = await ServiceNowProject.OpenAsync(change: m => m with { Assignee = mapped });

        Assert.Equal(expected, await AssigneeAsync(project, "bob"));
    }

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("bob@example.com", "ann@example.com")]
    public async Task Azure_DevOps_people_are_named_by_their_unique_name_or_as_the_mapping_does(string mapped, string expected)
    {
        await using var project = await AzureProject.OpenAsync(change: m => m with { Assignee = mapped });

        Assert.Equal(expected, await AssigneeAsync(project, "ann@example.com"));
    }

    [SkippableFact]
    public async Task Redmines_people_are_named_as_the_mapping_does()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System, m => m with { Assignee = "patch bay" });

        Assert.Equal("patch bay", await AssigneeAsync(project, null));
    }

    [Fact]
    public async Task A_record_whose_person_may_not_be_read_names_the_id_and_one_that_is_busy_is_read_later()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var filed = await project.Tracker.CreateAsync(MakeTicket.Another() with { Assignee = FakeServiceNow.BobId }, CancellationToken.None);
        var known = Assert.IsType<PushResult.Filed>(filed).Ticket;
        project.Now.Find(known.Key)!["assigned_to"] = new string('9', 32);
        var hidden = await project.Tracker.ReadAsync(known, CancellationToken.None);
        project.Proxy.Answer(r => r.Path.Value!.EndsWith("/sys_user", StringComparison.Ordinal), 503);

        var busy = await project.Tracker.ReadAsync(known, CancellationToken.None);

        Assert.Equal(new string('9', 32), Assert.IsType<TicketReading.Seen>(hidden).Ticket.Assignee);
        Assert.IsType<TicketReading.Later>(busy);
    }

    private static async Task<string?> AssigneeAsync(IProject project, string? person)
    {
        var filed = await project.Tracker.CreateAsync(MakeTicket.Another() with { Assignee = person }, CancellationToken.None);
        var reading = await project.Tracker.ReadAsync(Assert.IsType<PushResult.Filed>(filed).Ticket, CancellationToken.None);
        return Assert.IsType<TicketReading.Seen>(reading).Ticket.Assignee;
    }
}
