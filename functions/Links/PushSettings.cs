using System.ComponentModel.DataAnnotations;

namespace Patchbay.Links;

/// <summary>How pushes are made and given up.</summary>
public sealed record PushSettings
{
    /// <summary>How long a create call whose answer was lost may still be under way in the tracker, in seconds. Default 30.</summary>
    /// <remarks>A ticket that is not found sooner than this after the intent is not made again yet.</remarks>
    [Range(0, 600)]
    public int DoubtSeconds { get; init; } = 30;

    /// <summary>Pushes tried before giving up. Default 12.</summary>
    [Range(1, 100)]
    public int Attempts { get; init; } = 12;

    /// <summary>Days after the first failure at which giving up is due, however few attempts were made. Default 3.</summary>
    [Range(1, 30)]
    public int GiveUpAfterDays { get; init; } = 3;
}
