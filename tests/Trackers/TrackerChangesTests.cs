using System.Text.Json;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What is special about asking each tracker what changed.</summary>
public sealed class TrackerChangesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 30, TimeSpan.Zero);

    [SkippableFact]
    public async Task On_GitHub_pull_requests_are_no_tickets_though_they_fill_pages()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var first = JsonSerializer.Serialize(Enumerable.Range(1, 100).Select(i => Issue(project, i, i % 50 == 0)));
        var second = JsonSerializer.Serialize(new[] { Issue(project, 150, isIssue: true) });
        project.Proxy.Before = async context =>
        {
            var isFirst = context.Request.QueryString.Value!.Contains("11%3A58%3A29", StringComparison.Ordinal);
            context.Response.ContentType = "application/json";
            context.Response.Headers.Link = isFirst ? $"<{project.Proxy.Address}repos/x/y/issues?page=2>; rel=\"next\"" : "";
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, isFirst ? first : second);
            return true;
        };

        var changes = await project.Tracker.ChangedAsync(Noon.AddMinutes(-2), CancellationToken.None);

        var seen = Assert.IsType<Changes.Seen>(changes);
        Assert.Equal([50, 100, 150], seen.Tickets.Select(t => int.Parse(t.Key.Split('#')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [SkippableFact]
    public async Task On_GitLab_a_bulk_change_is_told_whole()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        for (var i = 0; i < 230; i++)
        {
            project.GitLab.Add(FakeGitLab.Project, $"Issue {i}", "").UpdatedAt = Noon.AddMilliseconds(i < 120 ? 0 : i);
        }

        var changes = await project.Tracker.ChangedAsync(Noon.AddHours(-1), CancellationToken.None);

        Assert.Equal(230, Assert.IsType<Changes.Seen>(changes).Tickets.Count);
    }

    [SkippableTheory]
    [InlineData(true, "America/New_York")]
    [InlineData(true, "Asia/Kathmandu")]
    [InlineData(true, null)]
    [InlineData(false, "Pacific/Auckland")]
    [InlineData(false, null)]
    public async Task In_Jira_a_moment_is_asked_for_in_the_zone_of_our_account(bool isCloud, string? zone)
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        project.Jira.TimeZone = zone;
        var before = project.Jira.Add(Noon.AddDays(-2));
        var within = project.Jira.Add(Noon.AddSeconds(-15));

        var changes = await project.Tracker.ChangedAsync(Noon, CancellationToken.None);

        var seen = Assert.IsType<Changes.Seen>(changes);
        Assert.Equal(within.Key, seen.Tickets.Single().Key);
        Assert.DoesNotContain(seen.Tickets, t => t.Key == before.Key);
        Assert.Equal(Noon, seen.Watermark);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task In_Jira_the_hour_that_comes_twice_hides_nothing(int minutes)
    {
        // Clocks in New York go back from two to one at 06:00 UTC.
        var twice = new DateTimeOffset(2026, 11, 1, 5, 30, 0, TimeSpan.Zero).AddMinutes(minutes);
        await using var project = await JiraProject.OpenAsync(isCloud: true);
        var issue = project.Jira.Add(twice.AddMinutes(1));

        var changes = await project.Tracker.ChangedAsync(twice, CancellationToken.None);

        Assert.Contains(Assert.IsType<Changes.Seen>(changes).Tickets, t => t.Key == issue.Key);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_Jira_a_bulk_change_within_one_minute_is_told_whole(bool isCloud)
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        for (var i = 0; i < 260; i++)
        {
            project.Jira.Add(Noon.AddMilliseconds(i));
        }

        var changes = await project.Tracker.ChangedAsync(Noon.AddDays(-1), CancellationToken.None);

        Assert.Equal(260, Assert.IsType<Changes.Seen>(changes).Tickets.Count);
    }

    [SkippableFact]
    public async Task In_Azure_DevOps_pages_are_read_in_calls_of_two_hundred_and_a_moment_is_told_whole()
    {
        await using var project = await AzureProject.OpenAsync();
        for (var i = 0; i < 430; i++)
        {
            var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None)).Ticket;
            project.ItemOf(known).ChangedAt = Noon;
        }

        var changes = await project.Tracker.ChangedAsync(Noon.AddDays(-1), CancellationToken.None);

        Assert.Equal(430, Assert.IsType<Changes.Seen>(changes).Tickets.Count);
    }

    [Fact]
    public async Task In_ServiceNow_a_column_that_is_not_there_is_not_taken_for_all_records_being_ours()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        project.Now.Columns.Remove("correlation_display");

        var changes = await project.Tracker.ChangedAsync(DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);

        Assert.Contains("correlation_display", Assert.IsType<Changes.Refused>(changes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_ServiceNow_records_that_are_hidden_from_us_do_not_end_the_list()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        for (var i = 0; i < 150; i++)
        {
            var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None)).Ticket;
            project.RecordOf(known)["sys_updated_on"] = "2026-11-01 12:00:00";
            project.RecordOf(known).IsHidden = i < 100;
        }

        var changes = await project.Tracker.ChangedAsync(Noon.AddHours(-1), CancellationToken.None);

        Assert.Equal(50, Assert.IsType<Changes.Seen>(changes).Tickets.Count);
    }

    [Fact]
    public async Task On_Trello_cards_that_were_put_away_and_made_long_ago_are_told()
    {
        await using var project = await TrelloProject.OpenAsync(TimeProvider.System);
        for (var i = 0; i < 1_100; i++)
        {
            project.Trello.Add(FakeTrello.ListId("Inbox"), $"Card {i}", "", Noon.AddDays(-400)).ActiveAt = Noon.AddDays(-300);
        }

        var old = project.Trello.Cards[0];
        (old.IsClosed, old.ActiveAt) = (true, Noon);

        var changes = await project.Tracker.ChangedAsync(Noon.AddHours(-1), CancellationToken.None);

        Assert.Equal(old.ShortLink, Assert.IsType<Changes.Seen>(changes).Tickets.Single().Key);
    }

    [Fact]
    public async Task In_a_folder_only_tickets_count()
    {
        await using var project = await FolderProject.OpenAsync();
        var nothing = await project.Tracker.ChangedAsync(Noon.AddYears(-1), CancellationToken.None);
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None)).Ticket;
        await File.WriteAllTextAsync(Path.Combine(project.Path, "README.md"), "Not a ticket.");

        var changes = await project.Tracker.ChangedAsync(Noon.AddYears(-1), CancellationToken.None);

        Assert.Empty(Assert.IsType<Changes.Seen>(nothing).Tickets);
        Assert.Equal(known.Key, Assert.IsType<Changes.Seen>(changes).Tickets.Single().Key);
    }

    private static object Issue(GitHubProject project, int number, bool isIssue)
    {
        var issue = new Dictionary<string, object>
        {
            ["number"] = number,
            ["html_url"] = $"https://github.example/{project.Repository}/issues/{number}",
            ["updated_at"] = Noon.AddSeconds(number - 100).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (!isIssue)
        {
            issue["pull_request"] = new { url = "https://github.example/pull" };
        }

        return issue;
    }
}
