using Patchbay.Tests.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public sealed class JiraServerTests() : JiraTrackerTests(isCloud: false)
{
    [Theory]
    [InlineData(true, "Basic ")]
    [InlineData(false, "Bearer ")]
    public async Task A_token_or_a_login_lets_us_in(bool hasLogin, string scheme)
    {
        await using var project = await JiraProject.OpenAsync(isCloud: false, hasLogin: hasLogin);

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.IsType<PushResult.Filed>(result);
        Assert.All(project.Proxy.Requests, r => Assert.StartsWith(scheme, r.Headers["Authorization"], StringComparison.Ordinal));
        Assert.All(project.Proxy.Requests, r => Assert.StartsWith("/rest/api/2/", r.Target, StringComparison.Ordinal));
    }
}
