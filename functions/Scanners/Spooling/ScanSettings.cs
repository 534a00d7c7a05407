using System.ComponentModel.DataAnnotations;

namespace Patchbay.Scanners.Spooling;

/// <summary>How reports are taken in.</summary>
public sealed record ScanSettings
{
    /// <summary>Most bytes of a report, unpacked. Default 1 GiB.</summary>
    [Range(1_000L, 64L * 1024 * 1024 * 1024)]
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;
}
