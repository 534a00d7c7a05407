namespace Patchbay.Tests.Trackers;

public sealed class GitHubTrackerTests : HttpTrackerContract
{
    protected override async Task<IHttpProject> OpenHttpAsync(TimeProvider clock) => await GitHubProject.OpenAsync(clock);
}
