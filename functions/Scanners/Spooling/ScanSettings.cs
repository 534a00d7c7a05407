using System.ComponentModel.DataAnnotations;

namespace Patchbay.Scanners.Spooling;

/// <summary>How reports are taken in.</summary>
public sealed record ScanSettings
{
    /// <summary>Most bytes of a report, packed and unpacked. Default 1 GiB.</summary>
    [Range(1_000L, 64L * 1024 * 1024 * 1024)]
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Bytes of a report that wait in memory; a larger one waits in a temporary file. Default 4 MiB.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int MemoryBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most bytes that all temporary files of reports have at a time; who comes then is asked to come later. Default 8 GiB.</summary>
    [Range(1_000L, 1024L * 1024 * 1024 * 1024)]
    public long SpoolBytes { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Folder of the temporary files; null for the system's.</summary>
    public string? SpoolFolder { get; init; }
}
