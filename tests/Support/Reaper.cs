using System.Diagnostics;

namespace Patchbay.Tests.Support;

/// <summary>Ends the processes that tests started once the test process is gone, even if that was killed.</summary>
internal static class Reaper
{
    // The end of its input is the end of us, for whatever reason: nobody else holds the other side of that pipe.
    private const string Script = """
        trap '' INT TERM HUP
        all=' '
        while read -r verb pid; do
            rest=' '
            for p in $all; do [ "$p" = "$pid" ] || rest="$rest$p "; done
            all=$rest
            [ "$verb" = watch ] && all="$all$pid "
        done
        for p in $all; do kill -9 "$p"; done
        """;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Process> Watched = [];
    private static Process? shell;

    public static void Watch(Process process)
    {
        lock (Gate)
        {
            if (Watched.Count == 0 && shell is null)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();
                shell = OperatingSystem.IsWindows() ? null : StartShell();
            }

            Watched[process.Id] = process;
            shell?.StandardInput.WriteLine($"watch {process.Id}");
        }
    }

    public static void Forget(int id)
    {
        lock (Gate)
        {
            Watched.Remove(id);
            shell?.StandardInput.WriteLine($"forget {id}");
        }
    }

    private static Process StartShell()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var started = Process.Start(start)!;
        started.StandardInput.AutoFlush = true;
        return started;
    }

    private static void EndAll()
    {
        Process[] left;
        lock (Gate)
        {
            left = [.. Watched.Values];
        }

        foreach (var process in left)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
