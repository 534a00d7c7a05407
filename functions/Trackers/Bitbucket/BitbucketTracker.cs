using Patchbay.Tickets;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.Bitbucket;

/// <summary>A repository that has no tickets, and says so whoever asks for one.</summary>
internal sealed class BitbucketTracker(BitbucketApi api, string repository) : ITracker
{
    /// <summary>What a user is told who looks for tickets.</summary>
    public const string NoTickets =
        "Bitbucket has had no tickets since its issue tracker was withdrawn on 2026-08-20 (Data Center never had any). "
        + "Use a Jira instance for tickets; Patchbay publishes reports at Bitbucket's commits.";

    /// <inheritdoc/>
    public TimeSpan LookUpLag => TimeSpan.Zero;

    /// <inheritdoc/>
    /// <remarks>Usable means here that reports can be published; that there are no tickets is always told.</remarks>
    public async Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => await api.RepositoryAsync(cancellationToken) switch
    {
        TrackerAnswer.Done { Body: var found } when found.Text("slug") is not null => new ConnectionTest(true, null, [NoTickets]),
        TrackerAnswer.Done => new ConnectionTest(false, null, ["Bitbucket's answer is no repository; is the URL Bitbucket's own, and the edition right?"]),
        TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound } =>
            new ConnectionTest(false, null, [$"There is no repository {repository}, or our account has no access to it."]),
        TrackerAnswer.Later later => new ConnectionTest(false, null, [later.Reason]),
        var refused => new ConnectionTest(false, null, [((TrackerAnswer.Refused)refused).Reason]),
    };

    /// <inheritdoc/>
    public Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken) => Refused;

    /// <inheritdoc/>
    public Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken) => Refused;

    /// <inheritdoc/>
    public Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<MarkerSearch>(new MarkerSearch.Refused(NoTickets));

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) =>
        Task.FromResult<TicketReading>(new TicketReading.Refused(NoTickets));

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<Changes>(new Changes.Refused(NoTickets));

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) => Refused;

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        Task.FromResult<CommentReading>(new CommentReading.Refused(NoTickets));

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(PlainTitle.Of(ticket.Title, 255), NoTickets, "text");

    /// <inheritdoc/>
    public Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProjectReading>(new ProjectReading.Refused(NoTickets));

    private static Task<PushResult> Refused => Task.FromResult<PushResult>(new PushResult.Refused(NoTickets));
}
