using Patchbay.Tickets;
using Patchbay.Tickets.Textile;

namespace Patchbay.Trackers.Redmine;

/// <summary>Reads the notes in an issue's journals.</summary>
internal sealed class RedmineComments(RedmineApi api, RedmineSettings settings)
{
    /// <summary>The notes made at or after a moment; journals without a note only tell what was changed.</summary>
    public async Task<CommentReading> ReadAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (RedmineIssue.Parse(known.Key) is not { } issue)
        {
            return new CommentReading.Refused($"{known.Key} is no issue of Redmine.");
        }

        var (there, failure) = await api.GetAsync(issue.WithJournals, "issue", cancellationToken);
        if (failure is not null)
        {
            return CommentReading.Of(await api.WhyAsync(issue, failure, cancellationToken));
        }

        Func<string, string>? words = settings.TextFormat == "textile" ? TextileWords.Of : null;
        return CommentReading.Seen.Of(
            from j in there.Member("journals").Items()
            where j.Id() is not null && j.Time("created_on") is not null && !string.IsNullOrWhiteSpace(j.Text("notes"))
            select SaidComment.Of(j.Member("id").ToString(), j.Member("user").Text("name"), j.Text("notes")!, j.Time("created_on")!.Value, words),
            since);
    }
}
