using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers;

/// <summary>How all trackers are called.</summary>
public sealed record TrackerSettings
{
    /// <summary>The longest wait for a whole answer, in seconds. Default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>The largest answer that is read, in bytes. Default 16 MiB: a hundred long issues on one page.</summary>
    [Range(65_536, 256 * 1024 * 1024)]
    public int LargestAnswerBytes { get; init; } = 16 * 1024 * 1024;
}
