using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>Ours are told from people's by how they end; and what is special about reading comments in a tracker.</summary>
public sealed class SaidCommentTests
{
    private const string Mark = "Patchbay keeps this ticket in step as `pb-0123456789ab`. Please leave this line in place.";

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Mended.\n\n" + Mark, true)]
    [InlineData("Mended.\nPatchbay keeps this ticket in step as pb-0123456789ab. Please leave this line in place.\n\n", true)]
    [InlineData(Mark + "\nWhy that?", false)]
    [InlineData("> " + Mark, false)]
    [InlineData("See pb-0123456789ab", false)]
    [InlineData("Patchbay keeps this ticket in step as nobody else does.", false)]
    [InlineData("", false)]
    public void A_comment_is_ours_when_it_ends_as_ours_do(string text, bool isOurs) =>
        Assert.Equal(isOurs, SaidComment.Of("1", "ann", text, Noon).IsOurs);

    [Fact]
    public void A_comment_is_bounded_and_hides_nothing()
    {
        var comment = SaidComment.Of("1", " Ann\nOther ", "\u202Eevil\u0000 " + new string('x', 200_000), Noon);

        Assert.Equal("Ann Other", comment.Author);
        Assert.Equal(SaidComment.MostCharacters, comment.Text.Length);
        Assert.DoesNotContain(comment.Text, c => c is '\u202E' or '\0');
    }

    [Fact]
    public void Of_very_many_comments_the_oldest_thousand_are_read()
    {
        var all = Enumerable.Range(0, 3_000).Select(i => SaidComment.Of($"{i}", null, "x", Noon.AddSeconds(3_000 - i)));

        var seen = CommentReading.Seen.Of(all, Noon.AddSeconds(500));

        Assert.Equal(1_000, seen.Comments.Count);
        Assert.Equal((Noon.AddSeconds(500), Noon.AddSeconds(1_499)), (seen.Comments[0].MadeAt, seen.Comments[^1].MadeAt));
    }

    [SkippableFact]
    public async Task In_GitLab_a_long_discussion_is_read_whole_and_its_end_alone_when_the_rest_is_known()
    {
        await using var project = await GitLabProject.OpenAsync(TimeProvider.System);
        var known = await FileAsync(project);
        for (var i = 1; i <= 250; i++)
        {
            await project.SayAsync(known, $"Comment {i}");
        }

        var all = Assert.IsType<CommentReading.Seen>(await project.Tracker.CommentsAsync(known, null, CancellationToken.None)).Comments;
        var before = project.Proxy.Requests.Count;
        var end = Assert.IsType<CommentReading.Seen>(await project.Tracker.CommentsAsync(known, all[240].MadeAt, CancellationToken.None)).Comments;

        Assert.Equal(Enumerable.Range(1, 250).Select(i => $"Comment {i}"), all.Select(c => c.Text));
        Assert.Equal(10, end.Count);
        Assert.Equal(before + 1, project.Proxy.Requests.Count);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_Jira_a_long_discussion_is_read_whole(bool isCloud)
    {
        await using var project = await JiraProject.OpenAsync(isCloud);
        var known = await FileAsync(project);
        for (var i = 1; i <= 120; i++)
        {
            await project.SayAsync(known, $"Comment {i}");
        }

        var reading = await project.Tracker.CommentsAsync(known, null, CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 120).Select(i => $"Comment {i}"), Assert.IsType<CommentReading.Seen>(reading).Comments.Select(c => c.Text));
    }

    [Fact]
    public async Task In_ServiceNow_a_journal_with_other_dates_is_not_taken_for_an_empty_one()
    {
        await using var project = await ServiceNowProject.OpenAsync();
        var known = await FileAsync(project);
        await project.SayAsync(known, "Look.");
        var record = $"/api/now/table/incident/{project.RecordOf(known)["sys_id"]}";
        project.Proxy.Answer(r => r.Path == record, 200, """{"result":{"work_notes":"02/03/2026 10:00:00 - Ann Other (Work notes)\nLook.\n\n"}}""");

        var reading = await project.Tracker.CommentsAsync(known, null, CancellationToken.None);

        Assert.Contains("date format", Assert.IsType<CommentReading.Refused>(reading).Reason, StringComparison.Ordinal);
    }

    private static async Task<TicketRef> FileAsync(IProject project) =>
        Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None)).Ticket;
}
