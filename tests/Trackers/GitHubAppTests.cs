using System.Text.Json;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>The same contract as a GitHub App, and what is special about one.</summary>
public sealed class GitHubAppTests : HttpChangesContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) =>
        await GitHubProject.OpenAsAppAsync(clock, withInstallation: false);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ticket_is_filed_by_the_bot_and_one_token_serves_many_calls(bool withInstallation)
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation);

        await FileAsync(project);
        await FileAsync(project);

        var issues = await project.Emulator.IssuesAsync(project.Repository);
        Assert.All(issues, i => Assert.Equal(GitHubEmulator.Bot, i.GetProperty("user").GetProperty("login").GetString()));
        Assert.Equal(1, Minted(project));
        Assert.Equal(withInstallation ? 0 : 1, project.Proxy.Requests.Count(r => r.Target.EndsWith("/installation", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("pkcs8")]
    [InlineData("one line")]
    public async Task A_key_may_come_in_either_form(string form)
    {
        await using var project = await GitHubProject.OpenAsAppAsync(
            TimeProvider.System,
            withInstallation: true,
            e => form == "pkcs8" ? e.PrivateKeyPkcs8 : e.PrivateKey.ReplaceLineEndings("\\n"));

        await FileAsync(project);

        Assert.Equal(1, await project.CountAsync());
    }

    [SkippableTheory]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----")]
    public async Task A_key_that_is_none_is_told_and_not_shown(string key)
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: true, _ => key);

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Contains("privateKey", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", Assert.Single(test.Problems), StringComparison.Ordinal);
        Assert.Empty(project.Proxy.Requests);
    }

    [SkippableFact]
    public async Task A_token_is_renewed_five_minutes_before_it_runs_out()
    {
        var clock = new FakeTime(DateTimeOffset.UtcNow);
        await using var project = await GitHubProject.OpenAsAppAsync(clock, withInstallation: true);
        var token = JsonSerializer.Serialize(new { token = GitHubEmulator.NewToken(), expires_at = clock.GetUtcNow().AddHours(1) });
        project.Proxy.Answer(r => r.Path.Value!.EndsWith("/access_tokens", StringComparison.Ordinal), 201, token);
        await FileAsync(project);
        clock.Advance(TimeSpan.FromMinutes(54));
        await FileAsync(project);
        var before = Minted(project);

        clock.Advance(TimeSpan.FromMinutes(2));
        await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Equal(1, before);
        Assert.InRange(Minted(project), 2, 9);
    }

    [SkippableFact]
    public async Task A_revoked_token_is_renewed_once_and_the_ticket_made_once()
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: true);
        await FileAsync(project);
        var first = project.Proxy.Requests[^1].Headers["Authorization"];
        project.Proxy.Answer(r => r.Headers.Authorization == first, 401, """{"message":"Bad credentials"}""");

        await FileAsync(project);

        Assert.Equal(2, Minted(project));
        Assert.Equal(2, await project.CountAsync());
    }

    [SkippableFact]
    public async Task A_token_that_is_never_taken_is_a_refusal_and_no_endless_round()
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: true);
        project.Proxy.Answer(r => r.Path.StartsWithSegments("/repos", StringComparison.Ordinal), 401, """{"message":"Bad credentials"}""");

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Contains("Bad credentials", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
        Assert.InRange(Minted(project), 1, 4);
    }

    [SkippableFact]
    public async Task An_app_that_is_not_installed_is_told_so()
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: false);
        project.Proxy.Answer(r => r.Path.Value!.EndsWith("/installation", StringComparison.Ordinal), 404, """{"message":"Not Found"}""");

        var test = await project.Tracker.TestAsync(CancellationToken.None);
        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.Equal((false, GitHubEmulator.Bot), (test.IsUsable, test.Account));
        Assert.Contains("not installed", Assert.Single(test.Problems), StringComparison.Ordinal);
        Assert.Contains("not installed", Assert.IsType<PushResult.Refused>(result).Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task GitHub_in_trouble_while_it_makes_a_token_leaves_no_doubt_about_the_ticket()
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: true);
        project.Proxy.Answer(r => r.Path.Value!.EndsWith("/access_tokens", StringComparison.Ordinal), 502);

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.IsType<PushResult.Later>(result);
    }

    [SkippableFact]
    public async Task An_app_without_the_right_to_write_issues_is_told_so()
    {
        await using var project = await GitHubProject.OpenAsAppAsync(TimeProvider.System, withInstallation: true);
        project.Proxy.Answer(r => r.Path == "/app", 200, """{"slug":"reader","permissions":{"issues":"read"}}""");

        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.Equal((false, "reader[bot]"), (test.IsUsable, test.Account));
        Assert.Contains("Issues", Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    private static int Minted(GitHubProject project) =>
        project.Proxy.Requests.Count(r => r.Target.EndsWith("/access_tokens", StringComparison.Ordinal));
}
