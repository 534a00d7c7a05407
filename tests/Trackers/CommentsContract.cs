using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>What every tracker must say about what people said, on the real thing.</summary>
public abstract class CommentsContract : ChangesContract
{
    private const string Marker = "pb-0123456789ab";

    [SkippableFact]
    public async Task What_people_say_is_read_in_its_order_and_told_from_what_we_say()
    {
        await using var project = await OpenAsync();
        var known = await TalkAsync(project);

        var reading = await project.Tracker.CommentsAsync(known, null, CancellationToken.None);

        var comments = Assert.IsType<CommentReading.Seen>(reading).Comments;
        Assert.Equal([false, true, false], comments.Select(c => c.IsOurs));
        Assert.Equal("Is this really ours?\nI doubt it: 2 < 3 & 4.", string.Join('\n', Lines(comments[0].Text)));
        Assert.Contains("No longer seen.", comments[1].Text, StringComparison.Ordinal);
        Assert.Equal("Mended in 1.2.", comments[2].Text);
        Assert.Equal([project.Person, project.Person], new[] { comments[0], comments[2] }.Select(c => c.Author));
    }

    [SkippableFact]
    public async Task A_comment_keeps_its_name_and_its_time()
    {
        await using var project = await OpenAsync();
        var known = await TalkAsync(project);
        var first = Assert.IsType<CommentReading.Seen>(await project.Tracker.CommentsAsync(known, null, CancellationToken.None));

        var second = Assert.IsType<CommentReading.Seen>(await project.Tracker.CommentsAsync(known, null, CancellationToken.None));

        Assert.Equal(first.Comments, second.Comments);
        Assert.Equal(3, first.Comments.DistinctBy(c => c.Id).Count());
        Assert.Equal(first.Comments.Select(c => c.MadeAt).Order(), first.Comments.Select(c => c.MadeAt));
    }

    [SkippableFact]
    public async Task Only_what_was_said_at_or_after_a_moment_is_read_when_one_is_given()
    {
        await using var project = await OpenAsync();
        var known = await TalkAsync(project);
        var all = Assert.IsType<CommentReading.Seen>(await project.Tracker.CommentsAsync(known, null, CancellationToken.None)).Comments;

        var last = await project.Tracker.CommentsAsync(known, all[^1].MadeAt, CancellationToken.None);
        var none = await project.Tracker.CommentsAsync(known, all[^1].MadeAt.AddDays(1), CancellationToken.None);

        Assert.Equal(all.Where(c => c.MadeAt == all[^1].MadeAt), Assert.IsType<CommentReading.Seen>(last).Comments);
        Assert.Empty(Assert.IsType<CommentReading.Seen>(none).Comments);
    }

    [SkippableFact]
    public async Task Below_a_ticket_that_nobody_commented_nothing_is_said()
    {
        await using var project = await OpenAsync();
        var known = await FileAsync(project);

        var reading = await project.Tracker.CommentsAsync(known, null, CancellationToken.None);

        Assert.Empty(Assert.IsType<CommentReading.Seen>(reading).Comments);
    }

    [SkippableFact]
    public async Task Below_a_ticket_that_is_gone_nothing_can_be_read()
    {
        await using var project = await OpenAsync();

        var reading = await project.Tracker.CommentsAsync(await project.MissingAsync(), null, CancellationToken.None);

        Assert.IsType<CommentReading.Gone>(reading);
    }

    private static async Task<TicketRef> TalkAsync(IProject project)
    {
        var known = await FileAsync(project);
        await project.SayAsync(known, "Is this really ours?\nI doubt it: 2 < 3 & 4.");
        var ours = new TicketComment(Marker, new TicketBody([new TicketBlock.Prose("No longer seen."), new TicketBlock.Mark(Marker)]));
        Assert.IsType<PushResult.Filed>(await project.Tracker.CommentAsync(known, ours, CancellationToken.None));
        await project.SayAsync(known, "Mended in 1.2.");
        return known;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
