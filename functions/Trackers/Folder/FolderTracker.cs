using System.Text;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Trackers.Folder;

/// <summary>One folder of tickets. A file's name is its marker, so a ticket cannot be made twice.</summary>
/// <param name="folder">Absolute path; made when it is first needed.</param>
internal sealed class FolderTracker(string folder, Mapping mapping) : ITracker
{
    // What a scanner found is not for every account on the machine.
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    // A shared folder may show a file late.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private const int CommentCharacters = 65_536;
    private const long MostBytes = 8 * 1024 * 1024;

    /// <inheritdoc/>
    public TimeSpan LookUpLag => TimeSpan.Zero;

    /// <inheritdoc/>
    public async Task<ConnectionTest> TestAsync(CancellationToken cancellationToken)
    {
        var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
        return await TryAsync(
            async () =>
            {
                await WriteWholeAsync(probe, "", cancellationToken);
                File.Delete(probe);
                return new ConnectionTest(IsUsable: true, folder, []);
            },
            (reason, _) => new ConnectionTest(IsUsable: false, folder, [reason]));
    }

    /// <inheritdoc/>
    public Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken) => TryPushAsync(async () =>
    {
        ticket = NewTicket.Of(mapping, ticket);
        var path = PathOf(ticket.Marker);
        var written = await PlaceAsync(path, new TicketFile().Write(ticket, mapping), replaces: false, cancellationToken);
        return written ? new PushResult.Filed(RefOf(ticket.Marker)) : await UpdateAsync(RefOf(ticket.Marker), ticket, cancellationToken);
    });

    /// <inheritdoc/>
    public Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken) => TryPushAsync(async () =>
    {
        var path = PathOf(known.Key);
        if (!File.Exists(path))
        {
            return new PushResult.Gone($"The file {known.Key}.md is no longer in {folder}.");
        }

        if (new FileInfo(path).Length > MostBytes)
        {
            return new PushResult.Refused(
                $"The file {known.Key}.md has grown past {MostBytes} bytes; shorten what stands below the mark line.");
        }

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var next = TicketFile.Read(text, known.Key, mapping).Write(ticket with { Marker = known.Key }, mapping);
        if (next != text)
        {
            await PlaceAsync(path, next, replaces: true, cancellationToken);
        }

        return new PushResult.Filed(RefOf(known.Key));
    });

    /// <inheritdoc/>
    public Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<MarkerSearch>(File.Exists(PathOf(marker)) ? new MarkerSearch.Found(RefOf(marker)) : new MarkerSearch.NotThere());

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) => TryAsync<TicketReading>(
        async () => File.Exists(PathOf(known.Key))
            ? new TicketReading.Seen(Snapshot(known.Key, await File.ReadAllTextAsync(PathOf(known.Key), cancellationToken)))
            : new TicketReading.Gone($"The file {known.Key}.md is no longer in {folder}."),
        (reason, isForGood) => isForGood ? new TicketReading.Refused(reason) : new TicketReading.Later(null, reason));

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        TryAsync(
        () => Task.FromResult<Changes>(ChangePages.Of(Files().Select(f => new ChangedTicket(f, ChangedAt(f))), since, Overlap)),
        (reason, isForGood) => isForGood ? new Changes.Refused(reason) : new Changes.Later(null, reason));

    /// <inheritdoc/>
    /// <remarks>A comment stands below the mark line, where people write.</remarks>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) => TryPushAsync(async () =>
    {
        var path = PathOf(known.Key);
        if (!File.Exists(path))
        {
            return new PushResult.Gone($"The file {known.Key}.md is no longer in {folder}.");
        }

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (!TicketMarker.IsIn(text, comment.Marker))
        {
            var said = MarkdownRenderer.Render(comment.Body, CommentCharacters);
            await PlaceAsync(path, $"{text.TrimEnd()}\n\n---\n\n{said}\n", replaces: true, cancellationToken);
        }

        return new PushResult.Filed(RefOf(known.Key));
    });

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) => TryAsync<CommentReading>(
        async () => File.Exists(PathOf(known.Key))
            ? CommentReading.Seen.Of(
                FolderComments.Read(TicketFile.Read(await File.ReadAllTextAsync(PathOf(known.Key), cancellationToken), known.Key, mapping), ChangedAt(known.Key)), since)
            : new CommentReading.Gone($"The file {known.Key}.md is no longer in {folder}."),
        (reason, isForGood) => isForGood ? new CommentReading.Refused(reason) : new CommentReading.Later(null, reason));

    /// <inheritdoc/>
    public Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProjectReading>(new ProjectReading.Described(new ProjectDescription { Statuses = TicketFile.Statuses }));

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(ticket.Title, new TicketFile().Write(NewTicket.Of(mapping, ticket), mapping), "markdown");

    private TicketSnapshot Snapshot(string marker, string text)
    {
        var file = TicketFile.Read(text, marker, mapping);
        return new TicketSnapshot(RefOf(marker), file.Title, file.Status)
        {
            Resolution = file.Resolution,
            Labels = file.Labels,
            Severity = file.SignsIn(mapping),
            Assignee = PersonName.For(mapping, file.Assignee),
            ChangedAt = ChangedAt(marker),
        };
    }

    // Drafts and what people put beside the tickets are none.
    private IEnumerable<string> Files() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Where(TicketMarker.IsValid)
        : [];

    private DateTimeOffset ChangedAt(string marker) => File.GetLastWriteTimeUtc(PathOf(marker));

    private TicketRef RefOf(string marker) => new("folder", marker, new Uri(PathOf(marker)).AbsoluteUri);

    private string PathOf(string marker) =>
        TicketMarker.IsValid(marker)
            ? Path.Combine(folder, marker + ".md")
            : throw new ArgumentException("No marker, so it must not become a file name.", nameof(marker));

    // A reader sees the old file or the new one, never a part: the text is on the disk before the name points to it.
    private async Task<bool> PlaceAsync(string path, string text, bool replaces, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            await WriteWholeAsync(draft, text, cancellationToken);
            if (!replaces && File.Exists(path))
            {
                return false;
            }

            File.Move(draft, path, replaces);
            return true;
        }
        catch (IOException) when (!replaces && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task WriteWholeAsync(string path, string text, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode);
        }

        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await file.FlushAsync(cancellationToken);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    private Task<PushResult> TryPushAsync(Func<Task<PushResult>> push) =>
        // A file is there or not, so a failed write is certainly not done.
        TryAsync(push, (reason, isForGood) => isForGood ? new PushResult.Refused(reason) : new PushResult.Later(null, reason));

    private async Task<T> TryAsync<T>(Func<Task<T>> action, Func<string, bool, T> onFailure)
    {
        try
        {
            return await action();
        }
        catch (UnauthorizedAccessException)
        {
            return onFailure($"Patchbay may not write in {folder}; give its account the right to.", true);
        }
        catch (IOException e)
        {
            return onFailure($"Writing in {folder} failed: {e.Message}", false);
        }
    }
}
