using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;

namespace Patchbay.Tests.Trackers;

public sealed class JiraCloudTests() : JiraTrackerTests(isCloud: true)
{
    [SkippableTheory]
    [InlineData("POST", "/rest/api/3/issue/SEC-1/transitions", """{"transition":{"id":31}}""", 1)]
    [InlineData("POST", "/rest/api/3/search/jql", """{"jql":7}""", 1)]
    [InlineData("GET", "/rest/api/3/issues/SEC-1", "", 1)]
    [InlineData("GET", "/rest/api/3/issue/SEC-1", "", 0)]
    public async Task A_request_that_Jira_does_not_describe_is_noticed(string method, string target, string body, int mistakes)
    {
        var described = await PrismMock.SharedAsync("jira-cloud-v3.openapi.json");
        var headers = new Dictionary<string, string> { ["Authorization"] = "Basic YTpi", ["Content-Type"] = "application/json" };

        var found = await described.CheckAsync([new FaultProxy.Seen(method, target, headers, body)]);

        Assert.Equal(mistakes, found.Count);
    }

    [Fact]
    public async Task Every_call_says_who_asks_with_address_and_token()
    {
        await using var project = await JiraProject.OpenAsync(isCloud: true);

        await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.All(project.Proxy.Requests, r =>
        {
            Assert.StartsWith("Basic ", r.Headers["Authorization"], StringComparison.Ordinal);
            Assert.StartsWith("/rest/api/3/", r.Target, StringComparison.Ordinal);
            Assert.True(r.Body.Length == 0 || r.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal));
        });
    }
}
