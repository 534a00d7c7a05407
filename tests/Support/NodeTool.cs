using System.Text.Json;

namespace Patchbay.Tests.Support;

/// <summary>Programs of tests/package.json. Where they are not installed yet, the first test that asks installs them.</summary>
public static class NodeTool
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests");
    private static readonly Lazy<string?> Node = new(() => OnPath("node"));
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Starts a program of a package; skips the test, visibly, without Node. Needs [SkippableFact] or [SkippableTheory].</summary>
    /// <param name="program">Its name in the <c>bin</c> section of the package.</param>
    public static async Task<BackgroundProcess> StartAsync(
        string package,
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        RequireNode();
        await Installed.Value;
        var home = Path.Combine(Folder, "node_modules", package);
        using var about = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(home, "package.json")));
        var script = about.RootElement.GetProperty("bin").GetProperty(program).GetString()!;
        return BackgroundProcess.Start(Node.Value!, [Path.Combine(home, script), .. arguments], folder, environment);
    }

    /// <summary>Runs a script of this project, which may import packages, to its end; skips the test, visibly, without Node.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        RequireNode();
        await Installed.Value;
        await using var run = BackgroundProcess.Start(Node.Value!, [Path.Combine(Folder, script), .. arguments]);
        await run.Exited;
        return await run.StopAsync() == 0 ? run.Output : throw new InvalidOperationException($"{script} failed. It printed:\n{run.Output}");
    }

    /// <summary>Whether there is a <c>node</c> on the PATH.</summary>
    public static bool IsThere => Node.Value is not null;

    /// <summary>Skips the test, visibly, when there is no <c>node</c> on the PATH.</summary>
    public static void RequireNode() => Skip.If(Node.Value is null, "needs Node: there is no node on the PATH");

    private static async Task InstallAsync()
    {
        // Several test runs may share the checkout; the first installs, the others wait here.
        var lockFile = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "obj")).FullName, "npm.lock");
        using var turn = await LockAsync(lockFile);
        if (IsInstalled())
        {
            return;
        }

        var npm = OnPath("npm") ?? throw new InvalidOperationException("There is node on the PATH but no npm; install npm.");
        await using var install = BackgroundProcess.Start(npm, ["ci", "--no-progress"], Folder);
        await install.Exited;
        if (await install.StopAsync() != 0)
        {
            throw new InvalidOperationException($"npm ci in tests/ failed. It printed:\n{install.Output}");
        }
    }

    private static bool IsInstalled()
    {
        // npm writes this file last, so it is missing when an install was cut short.
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            return false;
        }

        using var wanted = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "package.json")));
        return wanted.RootElement.GetProperty("dependencies").EnumerateObject().All(d => Version(d.Name) == d.Value.GetString());
    }

    private static string? Version(string package)
    {
        var about = Path.Combine(Folder, "node_modules", package, "package.json");
        if (!File.Exists(about))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(about));
        return document.RootElement.GetProperty("version").GetString();
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static string? OnPath(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.SelectMany(_ => names, Path.Combine).FirstOrDefault(File.Exists);
    }
}
