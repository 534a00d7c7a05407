using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What a tracker called over HTTP must make of bad days when it is asked what people did.</summary>
public abstract class HttpChangesContract : HttpTrackerContract
{
    [SkippableTheory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Changes_that_cannot_be_asked_for_now_are_asked_for_when_the_tracker_says(int status)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, status, headers: ("Retry-After", "17"));

        var changes = await project.Tracker.ChangedAsync(DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<Changes.Later>(changes).After);
    }

    [SkippableTheory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refusal_to_tell_changes_is_not_taken_for_none_and_keeps_our_secret(int status)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, status, project.Refusal($"No entry, said by {project.Secret}"));

        var changes = await project.Tracker.ChangedAsync(DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);

        Assert.DoesNotContain(project.Secret, Assert.IsType<Changes.Refused>(changes).Reason, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("<html>Please sign in</html>", "text/html")]
    [InlineData("{\"answer\":42}", "application/json")]
    public async Task Something_else_than_a_list_is_not_taken_for_an_empty_one(string body, string type)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, 200, body, type);

        var changes = await project.Tracker.ChangedAsync(DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);

        Assert.IsType<Changes.Refused>(changes);
    }

    [SkippableFact]
    public async Task A_tracker_that_is_away_tells_its_changes_later()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        await project.Proxy.DisposeAsync();

        var changes = await project.Tracker.ChangedAsync(DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);

        Assert.IsType<Changes.Later>(changes);
    }

    [SkippableTheory]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task Comments_that_cannot_be_read_are_not_taken_for_none(int status, bool isLater)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, status, project.Refusal("No"));

        var reading = await project.Tracker.CommentsAsync(known, null, CancellationToken.None);

        Assert.IsType(isLater ? typeof(CommentReading.Later) : typeof(CommentReading.Refused), reading);
    }

    [SkippableTheory]
    [InlineData("<html>Please sign in</html>", "text/html")]
    [InlineData("{\"answer\":42}", "application/json")]
    public async Task Something_else_than_comments_is_not_taken_for_silence(string body, string type)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, 200, body, type);

        var reading = await project.Tracker.CommentsAsync(known, null, CancellationToken.None);

        Assert.IsType<CommentReading.Refused>(reading);
    }
}
