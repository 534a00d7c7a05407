using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>How reading what is said below a ticket ended.</summary>
public abstract record CommentReading
{
    private CommentReading()
    {
    }

    /// <summary>This is said there.</summary>
    /// <param name="Comments">The oldest first, at most a thousand; where there are more, the oldest of those that were asked for.</param>
    public sealed record Seen(IReadOnlyList<SaidComment> Comments) : CommentReading
    {
        private const int MostComments = 1_000;

        /// <summary>Those of a list that were asked for.</summary>
        /// <param name="since">The tracker's clock; null for all.</param>
        public static Seen Of(IEnumerable<SaidComment> all, DateTimeOffset? since) =>
            new([.. all.Where(c => since is null || c.MadeAt >= since).OrderBy(c => c.MadeAt).Take(MostComments)]);
    }

    /// <summary>The ticket was deleted, or moved to where we cannot follow.</summary>
    public sealed record Gone(string Reason) : CommentReading;

    /// <summary>The tracker could not be asked.</summary>
    public sealed record Later(TimeSpan? After, string Reason) : CommentReading;

    /// <summary>The tracker will not show it until a person changes something.</summary>
    public sealed record Refused(string Reason) : CommentReading;

    /// <summary>The same end as that of a push to the ticket.</summary>
    /// <exception cref="ArgumentException">The push succeeded.</exception>
    public static CommentReading Of(PushResult failure) => failure switch
    {
        PushResult.Gone gone => new Gone(gone.Reason),
        PushResult.Later later => new Later(later.After, later.Reason),
        PushResult.Unknown unknown => new Later(unknown.After, unknown.Reason),
        PushResult.Refused refused => new Refused(refused.Reason),
        _ => throw new ArgumentException("A push that succeeded is no failure.", nameof(failure)),
    };
}

/// <summary>One comment.</summary>
/// <param name="Id">The tracker's own name for it, the same in every reading.</param>
/// <param name="Author">As people there know the author; null when the tracker does not say.</param>
/// <param name="Text">Plain text, or Markdown where people write that; at most <see cref="MostCharacters"/>.</param>
/// <param name="MadeAt">By the tracker's clock; compare it only with itself.</param>
/// <param name="IsOurs">It ends as our comments do.</param>
public sealed record SaidComment(string Id, string? Author, string Text, DateTimeOffset MadeAt, bool IsOurs)
{
    /// <summary>The longest text, as long as a Jira comment.</summary>
    public const int MostCharacters = 32_768;

    /// <summary>A comment as it was read.</summary>
    /// <param name="text">Untrusted, as the tracker has it.</param>
    /// <param name="words">Takes its markup away; null where there is none, or where people read it so.</param>
    public static SaidComment Of(string id, string? author, string text, DateTimeOffset madeAt, Func<string, string>? words = null)
    {
        // Markup makes a text longer, but not for ever.
        var bounded = text.Length > 4 * MostCharacters ? text[..(4 * MostCharacters)] : text;
        var clean = ScannerText.Printable(words?.Invoke(bounded) ?? bounded).Trim();
        return new SaidComment(
            id,
            string.IsNullOrWhiteSpace(author) ? null : ScannerText.OneLine(author),
            clean.Length <= MostCharacters ? clean : string.Concat(clean.AsSpan(0, MostCharacters - 1), "…"),
            madeAt,
            MarkSentence.IsLastLineOf(clean));
    }
}
