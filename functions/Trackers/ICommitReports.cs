using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>A kind of instance that can show findings at the commit that was scanned.</summary>
public interface ICommitReports
{
    /// <summary>Puts a report at a commit in the place of the one that was there. Repeating it is harmless.</summary>
    Task<CommitPublishing> PublishAsync(Instance instance, Mapping mapping, CommitReport report, CancellationToken cancellationToken);
}

/// <summary>How publishing a report ended.</summary>
public abstract record CommitPublishing
{
    private CommitPublishing()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Published(int Annotations) : CommitPublishing;

    /// <summary>Busy or unreachable; the same report may be published later.</summary>
    public sealed record Later(TimeSpan? After, string Reason) : CommitPublishing;

    /// <summary>Will fail the same way until a person changes something.</summary>
    public sealed record Refused(string Reason) : CommitPublishing;
}
