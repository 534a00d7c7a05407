using Microsoft.AspNetCore.Http;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What a tracker called over HTTP must make of the network's bad days.</summary>
public abstract partial class HttpTrackerContract : CommentsContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(new TrackerSettings().TimeoutSeconds);

    /// <summary>An empty project, opened.</summary>
    /// <param name="clock">By which answers are late.</param>
    protected abstract Task<IHttpProject> OpenHttpAsync(TimeProvider clock);

    protected sealed override async Task<IProject> OpenAsync() => await OpenHttpAsync(TimeProvider.System);

    [SkippableFact]
    public async Task A_lost_answer_to_a_create_leaves_one_ticket_that_is_found_again()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.After = c => Abort(project.IsCreate(c.Request), c);
        var ticket = MakeTicket.Another();
        var intentAt = DateTimeOffset.UtcNow;

        var result = await project.Tracker.CreateAsync(ticket, CancellationToken.None);
        var found = await project.Tracker.FindAsync(ticket.Marker, intentAt, CancellationToken.None);

        Assert.IsType<PushResult.Unknown>(result);
        Assert.IsType<MarkerSearch.Found>(found);
        Assert.Equal(1, await project.CountAsync());
    }

    [SkippableFact]
    public async Task A_connection_reset_before_the_tracker_heard_of_it_is_in_doubt_and_then_not_there()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Before = c => Abort(project.IsCreate(c.Request), c);
        var ticket = MakeTicket.Another();

        var result = await project.Tracker.CreateAsync(ticket, CancellationToken.None);
        var found = await project.Tracker.FindAsync(ticket.Marker, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<PushResult.Unknown>(result);
        Assert.IsType<MarkerSearch.NotThere>(found);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_does_not_come_in_time_is_not_waited_for(bool hasBegun)
    {
        var clock = new FakeTime(DateTimeOffset.UtcNow);
        await using var project = await OpenHttpAsync(clock);
        var known = await FileAsync(project);
        var asked = Hang(project, c => project.IsCreate(c) || project.IsUpdate(c), hasBegun);

        var create = project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        await asked.WaitAsync();
        clock.Advance(Patience);
        var update = project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);
        await asked.WaitAsync();
        clock.Advance(Patience);

        Assert.IsType<PushResult.Unknown>(await create);
        Assert.IsType<PushResult.Later>(await update);
    }

    [SkippableFact]
    public async Task Who_cancels_is_not_told_an_outcome()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var asked = Hang(project, project.IsCreate, hasBegun: false);
        using var stop = new CancellationTokenSource();

        var create = project.Tracker.CreateAsync(MakeTicket.Another(), stop.Token);
        await asked.WaitAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => create);
    }

    [SkippableTheory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task A_refused_create_is_told_in_the_trackers_words_and_without_our_secret(int status)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, status, project.Refusal($"Field due is required, said by {project.Secret}"));

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        var refused = Assert.IsType<PushResult.Refused>(result);
        Assert.Contains("Field due is required", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Secret, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await project.CountAsync());
    }

    [SkippableTheory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_refused_look_up_is_not_taken_for_not_there(int status)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(_ => true, status, project.Refusal("No"));

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<MarkerSearch.Refused>(found);
    }

    [SkippableTheory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_look_up_that_fails_is_tried_later(int status)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsSearch, status, headers: ("Retry-After", "17"));

        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<MarkerSearch.Later>(found).After);
    }

    [SkippableFact]
    public async Task Too_many_calls_hold_the_lane_for_as_long_as_the_tracker_says()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Answer(project.IsCreate, 429, headers: ("Retry-After", "17"));

        var result = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        var later = Assert.IsType<PushResult.Later>(result);
        Assert.True(later.HoldsLane);
        Assert.Equal(TimeSpan.FromSeconds(17), later.After);
    }

    [SkippableTheory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_broken_tracker_leaves_a_create_in_doubt_and_an_update_for_later(int status)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(
            r => project.IsCreate(r) || project.IsUpdate(r), status, "<html>Bad gateway</html>", "text/html", ("Retry-After", "17"));

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<PushResult.Unknown>(create).After);
        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<PushResult.Later>(update).After);
    }

    [SkippableFact]
    public async Task A_web_page_instead_of_an_answer_is_no_success()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, 200, "<html>Please sign in</html>", "text/html");

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);
        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);
        var test = await project.Tracker.TestAsync(CancellationToken.None);

        Assert.IsNotType<PushResult.Filed>(create);
        Assert.IsType<PushResult.Refused>(update);
        Assert.IsType<MarkerSearch.Refused>(found);
        Assert.False(test.IsUsable);
        Assert.NotEmpty(test.Problems);
    }

    [SkippableFact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        project.Proxy.Before = Endless(c => project.IsCreate(c) || project.IsSearch(c));

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<PushResult.Unknown>(create);
        Assert.IsType<MarkerSearch.Refused>(found);
    }

    [SkippableFact]
    public async Task No_secret_is_carried_to_another_host()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        await using var elsewhere = await FaultProxy.StartAsync(null);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, 302, headers: ("Location", new Uri(elsewhere.Address, "/login").ToString()));

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);
        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsNotType<PushResult.Filed>(create);
        Assert.IsNotType<PushResult.Filed>(update);
        Assert.IsType<MarkerSearch.Refused>(found);
        Assert.Empty(elsewhere.Requests);
    }

    [SkippableTheory]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task A_reading_that_fails_is_no_reading(int status, bool isLater)
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        project.Proxy.Answer(_ => true, status, project.Refusal("No"));

        var ticket = await project.Tracker.ReadAsync(known, CancellationToken.None);
        var described = await project.Tracker.DescribeAsync(CancellationToken.None);
        var comment = await project.Tracker.CommentAsync(
            known,
            new TicketComment("pb-0123456789ab", new TicketBody([new TicketBlock.Mark("pb-0123456789ab")])),
            CancellationToken.None);

        Assert.IsType(isLater ? typeof(TicketReading.Later) : typeof(TicketReading.Refused), ticket);
        Assert.IsType(isLater ? typeof(ProjectReading.Later) : typeof(ProjectReading.Refused), described);
        Assert.IsType(isLater ? typeof(PushResult.Later) : typeof(PushResult.Refused), comment);
    }

    [SkippableFact]
    public async Task A_tracker_that_is_away_is_tried_later()
    {
        await using var project = await OpenHttpAsync(TimeProvider.System);
        var known = await FileAsync(project);
        await project.Proxy.DisposeAsync();

        var create = await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);
        var update = await project.Tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None);
        var found = await project.Tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.IsType<PushResult.Later>(create);
        Assert.IsType<PushResult.Later>(update);
        Assert.IsType<MarkerSearch.Later>(found);
    }

    private static Task<bool> Abort(bool isNow, HttpContext context)
    {
        if (isNow)
        {
            context.Abort();
        }

        return Task.FromResult(isNow);
    }

    // Released once for every request that will never be answered.
    private static SemaphoreSlim Hang(IHttpProject project, Func<HttpRequest, bool> which, bool hasBegun)
    {
        var asked = new SemaphoreSlim(0);
        project.Proxy.Before = async context =>
        {
            if (!which(context.Request))
            {
                return false;
            }

            if (hasBegun)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"number\":");
                await context.Response.Body.FlushAsync();
            }

            asked.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        return asked;
    }

    private static Func<HttpContext, Task<bool>> Endless(Func<HttpRequest, bool> which) => async context =>
    {
        if (!which(context.Request))
        {
            return false;
        }

        context.Response.ContentType = "application/json";
        var spaces = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(spaces).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return true;
    };
}
