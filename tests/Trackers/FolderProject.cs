using Patchbay.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.Folder;
using YamlDotNet.Serialization;

namespace Patchbay.Tests.Trackers;

/// <summary>A folder of tickets, read with a real YAML reader.</summary>
internal sealed class FolderProject(TempFolder root, ITracker tracker) : IProject
{
    public ITracker Tracker => tracker;

    public string Path => root.File("shop");

    public static async Task<FolderProject> OpenAsync()
    {
        var root = new TempFolder();
        var kind = new FolderTrackerKind(new FolderSettings { Path = root.Path });
        var tracker = await kind.OpenAsync(new Instance("folder", "folder"), MakeTicket.ShopMapping, CancellationToken.None);
        return new FolderProject(root, tracker);
    }

    public string FileOf(TicketRef ticket)
    {
        var path = new Uri(ticket.Url).LocalPath;
        Assert.Equal(System.IO.Path.Combine(Path, ticket.Key + ".md"), path);
        return path;
    }

    public async Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var text = await File.ReadAllTextAsync(FileOf(ticket));
        var parts = text.Split("---\n", 3);
        Assert.Equal("", parts[0]);
        var front = new Deserializer().Deserialize<Dictionary<string, object>>(parts[1]);
        return new SeenTicket(
            (string)front["title"],
            parts[2],
            (string)front["status"] == "open",
            [.. ((List<object>)front["labels"]).Cast<string>()])
        {
            Assignee = front.GetValueOrDefault("assignee") as string,
            Urgency = (string)front["severity"],
        };
    }

    public async Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket)
    {
        var parts = (await File.ReadAllTextAsync(FileOf(ticket))).Split("\n---\n");
        return parts[2..];
    }

    public string? Person => null;

    public async Task SayAsync(TicketRef ticket, string text) => await File.AppendAllTextAsync(FileOf(ticket), $"\n---\n{text}\n");

    public Task AddLabelAsync(TicketRef ticket, string label) => EditAsync(ticket, "labels: [", $"labels: [{label}, ");

    public Task MakeCriticalAsync(TicketRef ticket) => EditAsync(ticket, "\nseverity: high\n", "\nseverity: critical\n");

    public Task CloseAsync(TicketRef ticket) => EditAsync(ticket, "status: open", "status: closed");

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("folder", "pb-000000000000", "file:///gone"));

    public ValueTask DisposeAsync()
    {
        root.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task EditAsync(TicketRef ticket, string before, string after)
    {
        var file = FileOf(ticket);
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains(before, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(before, after, StringComparison.Ordinal));
    }
}
