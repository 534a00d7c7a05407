using System.Runtime.CompilerServices;

namespace Patchbay.Tests.Support;

/// <summary>Where the checkout is, and the shared material beside it when there is any.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Real scanner reports, API descriptions and facts; null on a stranger's machine.</summary>
    public static string? Shared { get; } =
        Directory.Exists(Path.Combine(Root, "..", "shared", "samples")) ? Path.GetFullPath(Path.Combine(Root, "..", "shared")) : null;

    /// <summary>A file of the shared material; skips the test, visibly, where there is none. Needs [SkippableFact] or [SkippableTheory].</summary>
    public static string RequireShared(params string[] parts)
    {
        Skip.If(Shared is null, "needs the shared material beside the checkout, which this machine does not have");
        return Path.Combine([Shared!, .. parts]);
    }

    /// <summary>A sample written for this project.</summary>
    public static string Sample(string name) => Path.Combine(Root, "tests", "Samples", name);

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
