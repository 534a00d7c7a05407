using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.Folder;

namespace Patchbay.Tests.Trackers;

public sealed class FolderTrackerTests : CommentsContract
{
    private static readonly Instance Folder = new("folder", "folder");

    protected override async Task<IProject> OpenAsync() => await FolderProject.OpenAsync();

    [Fact]
    public async Task A_file_reads_as_approved_and_only_its_owner_can_read_it()
    {
        await using var project = await FolderProject.OpenAsync();
        var ticket = MakeTicket.Of(MakeTicket.Injection, MakeTicket.InjectionRule, publicUrl: "https://patchbay.example");

        await project.Tracker.CreateAsync(ticket, CancellationToken.None);

        var file = Assert.Single(Directory.GetFiles(project.Path));
        Assert.Equal($"{ticket.Marker}.md", Path.GetFileName(file));
        Approved.Check("tickets/folder-ticket.md", await File.ReadAllTextAsync(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(project.Path));
        }
    }

    [Fact]
    public async Task Creating_twice_makes_one_file()
    {
        await using var project = await FolderProject.OpenAsync();
        var ticket = MakeTicket.Another();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => project.Tracker.CreateAsync(ticket, CancellationToken.None)));

        Assert.All(results, r => Assert.IsType<PushResult.Filed>(r));
        Assert.Single(Directory.GetFiles(project.Path));
    }

    [Fact]
    public async Task What_people_write_in_the_file_stays()
    {
        await using var project = await FolderProject.OpenAsync();
        var ticket = MakeTicket.Of(MakeTicket.Injection, MakeTicket.InjectionRule);
        await project.Tracker.CreateAsync(ticket, CancellationToken.None);
        var file = Assert.Single(Directory.GetFiles(project.Path));
        var edited = (await File.ReadAllTextAsync(file))
            .Replace("status: open\n", "status: 'closed' # done\nreviewers:\n  - ann\n  - bob\n# a remark\ndue: 2026-04-01\n", StringComparison.Ordinal)
            .Replace("labels: [", "labels: [\"needs, [review]\", ", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, edited + "\n## Notes\n\nTalked to Ann.\n");

        await project.Tracker.UpdateAsync(
            new TicketRef("folder", ticket.Marker, "file:///x"),
            ticket with { Title = "After", Severity = Severity.Critical, KeepsStatus = true },
            CancellationToken.None);

        Approved.Check("tickets/folder-edited.md", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no front matter at all")]
    [InlineData("---\nstatus: [\n---\n\nbroken")]
    [InlineData("---\nstatus: open")]
    public async Task A_file_that_people_broke_is_written_anew(string text)
    {
        await using var project = await FolderProject.OpenAsync();
        var ticket = MakeTicket.Another();
        var known = Assert.IsType<PushResult.Filed>(await project.Tracker.CreateAsync(ticket, CancellationToken.None)).Ticket;
        await File.WriteAllTextAsync(project.FileOf(known), text);

        await project.Tracker.UpdateAsync(known, ticket with { IsOpen = false }, CancellationToken.None);

        var seen = await project.ReadAsync(known);
        Assert.Equal(ticket.Title, seen.Title);
        Assert.False(seen.IsOpen);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("/tmp")]
    [InlineData(".hidden")]
    [InlineData("a\n")]
    [InlineData("a\\b")]
    [InlineData("CON")]
    [InlineData("lpt1.md")]
    [InlineData("")]
    [InlineData("dot.")]
    public async Task A_project_that_is_no_plain_name_is_a_mistake(string project)
    {
        var kind = new FolderTrackerKind(new FolderSettings());
        var mapping = new Mapping("tickets", "folder", project);

        var mistakes = kind.Check(Folder, mapping);

        Assert.Equal("$.project", Assert.Single(mistakes).Path);
        await Assert.ThrowsAsync<InvalidOperationException>(() => kind.OpenAsync(Folder, mapping, CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("tickets"), "a file where the folder should be");
        var kind = new FolderTrackerKind(new FolderSettings { Path = folder.Path });
        var tracker = await kind.OpenAsync(Folder, MakeTicket.ShopMapping with { Project = "tickets" }, CancellationToken.None);

        var test = await tracker.TestAsync(CancellationToken.None);
        var push = await tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None);

        Assert.False(test.IsUsable);
        Assert.Contains("failed", Assert.Single(test.Problems), StringComparison.Ordinal);
        Assert.IsType<PushResult.Later>(push);
    }
}
