using System.Threading.Channels;
using Patchbay.Integrations;
using Patchbay.Links.Sync;
using Patchbay.Trackers.Folder;

namespace Patchbay.Hooks;

/// <summary>Has tickets of kind <c>folder</c> looked at when their files change. For the one machine that has the files.</summary>
/// <remarks>What it misses, because the system watches no more files or they change too fast, is found by the next look at all tickets.</remarks>
public sealed partial class FolderWatch(FolderSettings folder, IntegrationBook integrations, SyncDesk syncs, ILogger<FolderWatch> log)
    : BackgroundService
{
    private const string Kind = "folder";
    private const int MostWaiting = 10_000;
    private const int MostAtOnce = 90;

    // Patchbay's drafts begin with a dot, as other programs' do.
    private const string Tickets = "*.md";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changed = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
        try
        {
            using var watcher = Watch(path => changed.Writer.TryWrite(path));
            while (await changed.Reader.WaitToReadAsync(stoppingToken))
            {
                var paths = new HashSet<string>(StringComparer.Ordinal);
                while (paths.Count < MostAtOnce && changed.Reader.TryRead(out var path))
                {
                    paths.Add(path);
                }

                await WantAsync(paths, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnwatched(log, e.Message);
        }
    }

    private FileSystemWatcher Watch(Action<string> note)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Path);
        }
        else
        {
            Directory.CreateDirectory(folder.Path, OwnerOnly);
        }

        var watcher = new FileSystemWatcher(folder.Path, Tickets)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite,
        };
        watcher.Changed += (_, change) => note(change.FullPath);
        watcher.Created += (_, change) => note(change.FullPath);
        watcher.Deleted += (_, change) => note(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            note(change.OldFullPath);
            note(change.FullPath);
        };
        watcher.Error += (_, trouble) => LogUnwatched(log, trouble.GetException().Message);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private async Task WantAsync(HashSet<string> paths, CancellationToken cancellationToken)
    {
        var set = await integrations.ReadAsync(cancellationToken);
        var byProject = paths.ToLookup(p => Path.GetFileName(Path.GetDirectoryName(p)), Path.GetFileNameWithoutExtension, StringComparer.Ordinal);
        foreach (var mapping in set.Mappings.Values.Select(m => m.Item))
        {
            if (byProject[mapping.Project].OfType<string>().ToList() is { Count: > 0 } keys
                && set.Instances.GetValueOrDefault(mapping.Instance)?.Item.Kind == Kind)
            {
                await syncs.WantAsync(mapping.Instance, keys, [], cancellationToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "FolderUnwatched: {Reason}", EventName = "FolderUnwatched")]
    private static partial void LogUnwatched(ILogger log, string reason);
}
