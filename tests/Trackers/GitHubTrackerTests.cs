using Microsoft.AspNetCore.Http;
using Patchbay.Findings;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The contract with a token, and what is special about GitHub.</summary>
public sealed class GitHubTrackerTests : HttpChangesContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await GitHubProject.OpenAsync(clock);

    [SkippableFact]
    public async Task Every_call_says_who_asks_and_for_which_version()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);

        await FileAsync(project);

        Assert.All(project.Proxy.Requests, r =>
        {
            Assert.Equal($"Bearer {project.Secret}", r.Headers["Authorization"]);
            Assert.Equal("application/vnd.github+json", r.Headers["Accept"]);
            Assert.Equal("2022-11-28", r.Headers["X-GitHub-Api-Version"]);
            Assert.StartsWith("Patchbay/", r.Headers["User-Agent"], StringComparison.Ordinal);
        });
    }

    [SkippableFact]
    public async Task Labels_are_made_with_a_colour_before_they_are_used_and_only_once()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);

        await FileAsync(project);
        await FileAsync(project);

        var labels = await project.Emulator.SendAsync(HttpMethod.Get, $"repos/{project.Repository}/labels", null);
        var colours = labels.EnumerateArray().ToDictionary(l => l.GetProperty("name").GetString()!, l => l.GetProperty("color").GetString());
        Assert.Equal("d93f0b", colours["severity: high"]);
        Assert.Equal("1d76db", colours["patchbay"]);
        Assert.Equal(3, project.Proxy.Requests.Count(r => r.Method == "POST" && r.Target.EndsWith("/labels", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task A_label_that_is_there_already_is_no_problem()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(IsLabelList, 200, "[]");
        await project.Emulator.SendAsync(HttpMethod.Post, $"repos/{project.Repository}/labels", new { name = "patchbay" });

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Null(Assert.IsType<PushResult.Filed>(result).Note);
    }

    [SkippableFact]
    public async Task Without_the_right_to_make_labels_the_ticket_is_filed_all_the_same()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(r => r.Path.Value!.EndsWith("/labels", StringComparison.Ordinal), 403, project.Refusal("Must have push access"));

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.IsType<PushResult.Filed>(result);
    }

    [SkippableFact]
    public async Task Labels_and_people_that_GitHub_drops_are_told()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System, m => m with { Assignee = "bob" });
        project.Proxy.Answer(project.IsCreate, 201, """{"number":7,"html_url":"https://github.example/7","labels":[{"name":"patchbay"}],"assignees":[]}""");

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        var note = Assert.IsType<PushResult.Filed>(result).Note;
        Assert.Contains("the label security, the label severity: high, the assignee bob", note, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_new_ticket_is_given_to_the_mappings_assignee_and_not_taken_from_the_next()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System, m => m with { Assignee = "bob" });
        var known = await FileAsync(project);
        var path = $"repos/{known.Key.Replace("#", "/issues/", StringComparison.Ordinal)}";
        var before = await project.Emulator.SendAsync(HttpMethod.Get, path, null);
        await project.Emulator.SendAsync(HttpMethod.Patch, path, new { assignees = new[] { "ann" } });

        await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        var after = await project.Emulator.SendAsync(HttpMethod.Get, path, null);
        Assert.Equal("bob", before.GetProperty("assignees")[0].GetProperty("login").GetString());
        Assert.Equal("ann", after.GetProperty("assignees")[0].GetProperty("login").GetString());
    }

    [SkippableFact]
    public async Task A_closed_ticket_counts_as_completed()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);

        await project.Tracker.UpdateAsync(known, MakeTicket.Another() with { IsOpen = false }, CancellationToken.None);

        var issue = Assert.Single(await project.Emulator.IssuesAsync(project.Repository));
        Assert.Equal("completed", issue.GetProperty("state_reason").GetString());
    }

    [SkippableTheory]
    [InlineData("x-ratelimit-remaining", "0", "API rate limit exceeded", 600)]
    [InlineData("retry-after", "30", "You have exceeded a secondary rate limit", 30)]
    [InlineData("x-other", "1", "You have exceeded a secondary rate limit. Please wait a few minutes.", 60)]
    public async Task A_403_for_calling_too_often_is_no_refusal(string header, string value, string words, int seconds)
    {
        var clock = new Support.FakeTime(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
        await using var project = await GitHubProject.OpenAsync(clock);
        var reset = clock.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        project.Proxy.Answer(project.IsCreate, 403, project.Refusal(words), "application/json", (header, value), ("x-ratelimit-reset", reset));

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        var later = Assert.IsType<PushResult.Later>(result);
        Assert.Equal((true, TimeSpan.FromSeconds(seconds)), (later.HoldsLane, later.After));
    }

    [SkippableFact]
    public async Task A_403_with_calls_to_spare_is_a_refusal()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(
            project.IsCreate,
            403,
            project.Refusal("Resource not accessible"),
            "application/json",
            ("x-ratelimit-remaining", "17"),
            ("x-ratelimit-reset", "1"));

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Contains("Resource not accessible", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_marker_is_found_on_any_page()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var intentAt = DateTimeOffset.UtcNow;
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await Parallel.ForAsync(0, 210, async (i, _) =>
            await project.Emulator.SendAsync(HttpMethod.Post, $"repos/{project.Repository}/issues", new { title = $"Noise {i}", body = "pb-0" }));

        var found = await project.Tracker.FindAsync(ticket.Marker, intentAt, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
        Assert.Equal(3, project.Proxy.Requests.Count(r => r.Target.Contains("/issues?", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Who_quotes_a_ticket_does_not_become_it()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Emulator.SendAsync(
            HttpMethod.Post, $"repos/{project.Repository}/issues", new { title = "Same again", body = $"> keeps this ticket in step as `{ticket.Marker}`" });

        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(known, Assert.IsType<MarkerSearch.Found>(found).Ticket);
    }

    [SkippableFact]
    public async Task Pull_requests_and_issues_without_text_are_passed_over()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsSearch, 200, """
            [{"number":9,"html_url":"https://x/9","body":"pb-000000000000","pull_request":{"url":"x"}},
             {"number":8,"html_url":"https://x/8","body":null},{"number":7},7]
            """);

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<MarkerSearch.NotThere>(found);
    }

    [SkippableFact]
    public async Task A_next_page_on_another_host_is_not_read()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsSearch, 200, "[]", "application/json", ("Link", "<http://127.0.0.2:9/x>; rel=\"next\""));

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<MarkerSearch.Refused>(found);
    }

    [SkippableTheory]
    [InlineData(301)]
    [InlineData(410)]
    public async Task A_moved_or_deleted_ticket_is_gone(int status)
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(
            project.IsUpdate,
            status,
            project.Refusal("This issue was deleted"),
            "application/json",
            ("Location", $"{project.Proxy.Address}repositories/5/issues/1"));

        var result = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        Assert.IsType<PushResult.Gone>(result);
    }

    [SkippableFact]
    public async Task A_repository_that_is_hidden_from_us_is_no_vanished_ticket()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, 404, """{"message":"Not Found"}""");

        var result = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        Assert.Contains("access", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_renamed_repository_is_read_where_it_is_now()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Before = context =>
        {
            if (!context.Request.Path.Value!.StartsWith("/repos/", StringComparison.Ordinal))
            {
                return Task.FromResult(false);
            }

            if (context.Request.Path.Value.EndsWith("/issues", StringComparison.Ordinal))
            {
                context.Response.Redirect($"/repositories/5/issues{context.Request.QueryString}", permanent: true);
            }

            return Task.FromResult(true);
        };
        project.Proxy.After = async context =>
        {
            await context.Response.WriteAsync("""[{"number":3,"html_url":"https://x/3","body":"pb-000000000000"}]""");
            return true;
        };

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal($"{project.Repository}#3", Assert.IsType<MarkerSearch.Found>(found).Ticket.Key);
    }

    [SkippableFact]
    public async Task Text_is_cut_to_GitHubs_limits_before_it_is_sent()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        var ticket = MakeTicket.Another() with
        {
            Title = new string('t', 1_000),
            Body = new TicketBody(
                [new TicketBlock.Prose(string.Concat(Enumerable.Repeat("@all word ", 100_000))), new TicketBlock.Mark("pb-000000000000")]),
        };

        await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var issue = Assert.Single(await project.Emulator.IssuesAsync(project.Repository));
        Assert.Equal(256, issue.GetProperty("title").GetString()!.Length);
        Assert.InRange(issue.GetProperty("body").GetString()!.Length, 60_000, 65_536);
    }

    [SkippableTheory]
    [InlineData("""{"has_issues":false,"permissions":{"push":true}}""", false, "switched off")]
    [InlineData("""{"has_issues":true,"archived":true,"permissions":{"push":true}}""", false, "archived")]
    [InlineData("""{"has_issues":true,"permissions":{"push":false,"pull":true}}""", true, "triage")]
    public async Task A_connection_test_says_what_to_change(string repository, bool isUsable, string words)
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(r => r.Path.Value == $"/repos/{project.Repository}", 200, repository);

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((isUsable, "ann"), (test.IsUsable, test.Account));
        Assert.Contains(words, Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_bad_token_is_told_in_GitHubs_words()
    {
        await using var project = await GitHubProject.OpenAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, 401, """{"message":"Bad credentials"}""");

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, null), (test.IsUsable, test.Account));
        Assert.Equal("GitHub does not accept our credentials (401): Bad credentials.", Assert.Single(test.Problems));
    }

    [SkippableFact]
    public async Task A_severity_of_the_mappings_own_naming_replaces_the_former()
    {
        await using var project = await GitHubProject.OpenAsync(
            TimeProvider.System,
            m => m with { SeverityLabels = new Dictionary<Severity, string> { [Severity.High] = "P1", [Severity.Low] = "P3" } });
        var known = await FileAsync(project);

        var result = await project.Tracker.UpdateAsync(known, MakeTicket.Another() with { Severity = Severity.Low }, CancellationToken.None);

        Assert.Null(Assert.IsType<PushResult.Filed>(result).Note);
        Assert.Equal(["P3", "patchbay", "security"], (await project.ReadAsync(known)).Labels.Order(StringComparer.Ordinal));
    }

    private static bool IsLabelList(HttpRequest request) =>
        request.Method == "GET" && request.Path.Value!.EndsWith("/labels", StringComparison.Ordinal);
}
