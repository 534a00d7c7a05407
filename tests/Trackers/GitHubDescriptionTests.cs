using Patchbay.Findings;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public sealed class GitHubDescriptionTests
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_request_is_one_that_GitHub_describes(bool asApp)
    {
        var github = await OpenApiDescription.ReadAsync(Repository.RequireShared("contracts", "github-issues.openapi.json"));
        await using var project = asApp
            ? await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: false)
            : await GitHubProject.OpenAsync(TimeProvider.System, m => m with { Assignee = "bob" });
        var ticket = MakeTicket.Another();

        await project.Tracker.TestAsync(CancellationToken.None);
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await project.Tracker.UpdateAsync(known, ticket with { Severity = Severity.Low, IsOpen = false }, CancellationToken.None);
        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = true }, CancellationToken.None);
        await project.Tracker.UpdateAsync(known, ticket with { KeepsStatus = true, KeepsPriority = true }, CancellationToken.None);
        await project.Tracker.UpdateAsync(known, ticket with { Assignee = "ann", KeepsAssignee = false }, CancellationToken.None);
        await project.Tracker.UpdateAsync(known, ticket with { KeepsAssignee = false, FormerLabels = ["patchbay"] }, CancellationToken.None);
        await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);
        await project.Tracker.UpdateAsync(await project.MissingAsync(), ticket, CancellationToken.None);

        Assert.InRange(project.Proxy.Requests.Count, 15, 40);
        Assert.Empty(project.Proxy.Requests.SelectMany(github.Check));
    }

    [SkippableTheory]
    [InlineData("POST", "/repos/a/b/issues", """{"title":"x"}""", 0)]
    [InlineData("POST", "/repos/a/b/issues", """{"titel":"x"}""", 2)]
    [InlineData("POST", "/repos/a/b/issues", """{"title":"x","labels":"y","body":null}""", 2)]
    [InlineData("PATCH", "/repos/a/b/issues/1", """{"state":"done"}""", 1)]
    [InlineData("POST", "/repos/a/b/issue", "{}", 1)]
    [InlineData("GET", "/repos/a/b/issues?states=all", "", 1)]
    public async Task A_request_that_GitHub_does_not_describe_is_noticed(string method, string target, string body, int mistakes)
    {
        var github = await OpenApiDescription.ReadAsync(Repository.RequireShared("contracts", "github-issues.openapi.json"));

        var found = github.Check(new FaultProxy.Seen(method, target, new Dictionary<string, string>(), body));

        Assert.Equal(mistakes, found.Count);
    }
}
