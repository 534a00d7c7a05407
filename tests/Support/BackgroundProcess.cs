using System.Diagnostics;

namespace Patchbay.Tests.Support;

/// <summary>
/// A real program running beside the tests: an emulator, or Patchbay itself. It is killed when disposed and when the
/// test process ends, however that happens.
/// </summary>
public sealed class BackgroundProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private readonly Process process;
    private readonly string name;
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BackgroundProcess(ProcessStartInfo start)
    {
        name = string.Join(' ', [Path.GetFileName(start.FileName), .. start.ArgumentList]);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) =>
        {
            Reaper.Forget(process.Id);
            exited.TrySetResult();
        };
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Completes when the program has ended by itself or was ended.</summary>
    public Task Exited => exited.Task;

    /// <summary>Everything it has printed so far, both streams in the order they arrived: for failure messages.</summary>
    public string Output
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', lines);
            }
        }
    }

    /// <summary>Starts a program without a shell and with an empty input.</summary>
    /// <param name="environment">Added to the tests' own environment; a null value takes the variable away.</param>
    public static BackgroundProcess Start(
        string fileName,
        IEnumerable<string> arguments,
        string? folder = null,
        IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment ?? [])
        {
            start.Environment[variable] = value;
        }

        var started = new BackgroundProcess(start);
        started.process.Start();
        Reaper.Watch(started.process);
        if (started.process.HasExited)
        {
            Reaper.Forget(started.Id);
        }

        started.process.StandardInput.Close();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for a line that holds this text, printed before or after the call.</summary>
    /// <returns>The first such line.</returns>
    /// <exception cref="InvalidOperationException">The program ended, or a minute passed, without such a line.</exception>
    public async Task<string> WaitForLineAsync(string part, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        var drained = DrainedAsync();
        for (var next = 0; ;)
        {
            // Asked before reading the lines, so that the last words of a program that ends are not missed; they come after its end.
            var over = deadline.IsCancellationRequested || drained.IsCompleted;
            Task more;
            lock (gate)
            {
                for (; next < lines.Count; next++)
                {
                    if (lines[next].Contains(part, StringComparison.Ordinal))
                    {
                        return lines[next];
                    }
                }

                more = news.Task;
            }

            if (over)
            {
                throw Failed($"did not print \"{part}\"");
            }

            await Task.WhenAny(more, drained, Task.Delay(Timeout.Infinite, deadline.Token));
        }
    }

    /// <summary>Waits until the address answers HTTP, whatever the status.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or a minute passed, without an answer.</exception>
    public async Task WaitForHttpAsync(Uri address, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
                return;
            }
            catch (HttpRequestException) when (!exited.Task.IsCompleted && !deadline.IsCancellationRequested)
            {
                await Task.WhenAny(exited.Task, Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None));
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                throw Failed($"did not answer at {address}");
            }
        }
    }

    /// <summary>Asks the program to end, as a service manager would (SIGTERM), and waits; on Windows it is killed.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="InvalidOperationException">It did not end in time and was killed.</exception>
    public async Task<int> StopAsync(TimeSpan? within = null)
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            using var kill = Process.Start("/bin/sh", ["-c", "kill -TERM \"$0\"", $"{process.Id}"]);
            await kill.WaitForExitAsync();
            await Task.WhenAny(exited.Task, Task.Delay(within ?? Patience));
            if (!exited.Task.IsCompleted)
            {
                await KillAsync();
                throw Failed("had to be killed: it did not end when asked to");
            }
        }

        await KillAsync();
        return process.ExitCode;
    }

    /// <summary>Ends the program and what it started at once (SIGKILL), as a power cut would, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await exited.Task;
        await DrainedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private InvalidOperationException Failed(string what)
    {
        var state = process.HasExited ? $"exit code {process.ExitCode}" : "still running";
        return new InvalidOperationException($"{name} {what} ({state}). It printed:\n{Output}");
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lines.Add(line);
            news.TrySetResult();
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // Its streams end with it unless a process it started still holds them: those few seconds are the most to wait then.
    private async Task DrainedAsync()
    {
        await exited.Task;
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(3)));
    }
}
