using Patchbay.Audit;
using Patchbay.Integrations;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Integrations;

public sealed class IntegrationBookTests
{
    private static readonly Editor Always = new("ann", _ => false);
    private static readonly Dictionary<string, string?> NoSecrets = [];
    private static readonly Instance Tracker = new("main", "folder");

    private readonly MemoryStore store = new();
    private readonly MemorySecrets secrets = new();
    private readonly FakeTime clock = new();

    [Fact]
    public async Task A_mapping_leads_through_its_instance()
    {
        var book = await FilledAsync();

        var route = await book.FindRouteAsync("web", CancellationToken.None);

        Assert.Equal("main", route?.Instance.Name);
        Assert.Equal("shop", route?.Mapping.Project);
        Assert.Null(await book.FindRouteAsync("other", CancellationToken.None));
    }

    [Theory]
    [InlineData("*", "", "web-shop", true)]
    [InlineData("web-*", "", "web-shop", true)]
    [InlineData("web-*", "", "api", false)]
    [InlineData("w?b-shop", "", "web-shop", true)]
    [InlineData("*", "pci", "web-shop", false)]
    [InlineData("*", "Public", "web-shop", true)]
    public async Task An_assignment_applies_by_slug_and_tag(string pattern, string tag, string asset, bool applies)
    {
        var book = await FilledAsync();
        var assignment = new Assignment("all", "web") { Assets = [pattern], Tags = tag.Length > 0 ? [tag] : [] };
        await book.PutAsync(assignment, Always, CancellationToken.None);

        var found = await book.AssignmentsForAsync(asset, ["public"], CancellationToken.None);

        Assert.Equal(applies, found.Count == 1);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var book = await FilledAsync();
        var instance = new Instance("Bad Name", "folder")
        {
            Url = "http://user:pw@tracker.example/?x=1",
            Lanes = 9,
            PaceMilliseconds = -1,
            Settings = new Dictionary<string, string> { ["empty"] = "" },
        };

        var change = await book.PutAsync(instance, new Dictionary<string, string?> { ["to-ken"] = " " }, Always, CancellationToken.None);

        var wrong = Assert.IsType<BookChange.Wrong>(change);
        Assert.Equal(
            ["$.lanes", "$.name", "$.paceMilliseconds", "$.secrets", "$.secrets.to-ken", "$.settings.empty", "$.url", "$.url", "$.url"],
            wrong.Mistakes.Select(m => m.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(wrong.Mistakes, m => m.Message.Contains("pw", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://tracker.example", false, true)]
    [InlineData("http://tracker.example", false, false)]
    [InlineData("http://tracker.example", true, true)]
    [InlineData("ftp://tracker.example", true, false)]
    [InlineData("tracker.example", true, false)]
    [InlineData("https://me@tracker.example", true, false)]
    [InlineData("https://tracker.example/#x", true, false)]
    public async Task A_url_is_https_and_holds_no_credentials(string url, bool allowInsecure, bool isFine)
    {
        var book = Book();

        var change = await book.PutAsync(
            Tracker with { Url = url, AllowInsecure = allowInsecure }, NoSecrets, Always, CancellationToken.None);

        Assert.Equal(isFine, change is BookChange.Done);
    }

    [Fact]
    public async Task What_is_referred_to_must_exist()
    {
        var book = Book();

        var kind = await book.PutAsync(Tracker with { Kind = "unknown" }, NoSecrets, Always, CancellationToken.None);
        var mapping = await book.PutAsync(new Mapping("web", "nowhere", "shop"), Always, CancellationToken.None);
        var assignment = await book.PutAsync(new Assignment("all", "nowhere"), Always, CancellationToken.None);

        Assert.Equal("$.kind", Assert.Single(Assert.IsType<BookChange.Wrong>(kind).Mistakes).Path);
        Assert.Equal("$.instance", Assert.Single(Assert.IsType<BookChange.Wrong>(mapping).Mistakes).Path);
        Assert.Equal("$.mapping", Assert.Single(Assert.IsType<BookChange.Wrong>(assignment).Mistakes).Path);
    }

    [Fact]
    public async Task What_is_referred_to_cannot_be_removed()
    {
        var book = await FilledAsync();
        await book.PutAsync(new Assignment("all", "web"), Always, CancellationToken.None);

        var instance = await book.RemoveInstanceAsync("main", Always, CancellationToken.None);
        var mapping = await book.RemoveMappingAsync("web", Always, CancellationToken.None);

        Assert.Equal(["mapping web"], Assert.IsType<BookChange.InUse>(instance).By);
        Assert.Equal(["assignment all"], Assert.IsType<BookChange.InUse>(mapping).By);
    }

    [Fact]
    public async Task From_the_last_reference_back_all_can_be_removed()
    {
        var book = await FilledAsync();
        await book.PutAsync(new Assignment("all", "web"), Always, CancellationToken.None);

        BookChange[] changes =
        [
            await book.RemoveAssignmentAsync("all", Always, CancellationToken.None),
            await book.RemoveMappingAsync("web", Always, CancellationToken.None),
            await book.RemoveInstanceAsync("main", Always, CancellationToken.None),
            await book.RemoveInstanceAsync("main", Always, CancellationToken.None),
        ];

        Assert.Equal(["Done", "Done", "Done", "Missing"], changes.Select(c => c.GetType().Name));
    }

    [Fact]
    public async Task A_mapping_cannot_slip_into_an_instance_that_is_being_removed()
    {
        var book = Book();
        await book.PutAsync(Tracker, NoSecrets, Always, CancellationToken.None);
        var other = Book();
        store.BeforeCommit = (_, _) =>
        {
            store.BeforeCommit = null;
            Assert.IsType<BookChange.Done>(
                other.RemoveInstanceAsync("main", Always, CancellationToken.None).GetAwaiter().GetResult());
        };

        var change = await book.PutAsync(new Mapping("web", "main", "shop"), Always, CancellationToken.None);

        Assert.Equal("$.instance", Assert.Single(Assert.IsType<BookChange.Wrong>(change).Mistakes).Path);
    }

    [Fact]
    public async Task A_stale_change_is_refused_and_writes_no_secret()
    {
        var book = Book();
        var first = Assert.IsType<BookChange.Done>(await book.PutAsync(Tracker, NoSecrets, Always, CancellationToken.None));
        await book.PutAsync(Tracker with { Lanes = 2 }, NoSecrets, Always, CancellationToken.None);

        var change = await book.PutAsync(
            Tracker with { Lanes = 3 },
            new Dictionary<string, string?> { ["token"] = "x" },
            Always with { IsStale = v => v != first.Version },
            CancellationToken.None);

        Assert.IsType<BookChange.Stale>(change);
        Assert.Empty(secrets.Values);
    }

    [Fact]
    public async Task Secrets_are_kept_apart_and_only_their_names_are_known()
    {
        var book = Book();

        await book.PutAsync(Tracker, new Dictionary<string, string?> { ["token"] = "s3cret", ["key"] = "k" }, Always, CancellationToken.None);
        await book.PutAsync(Tracker with { Lanes = 2 }, new Dictionary<string, string?> { ["key"] = null }, Always, CancellationToken.None);

        var stored = (await book.ReadAsync(CancellationToken.None)).Instances["main"].Item;
        Assert.Equal(["token"], stored.Secrets);
        Assert.Equal(2, stored.Lanes);
        Assert.Equal("s3cret", Assert.Single(secrets.Values, s => s.Key == "tracker-main-token").Value);
        Assert.Single(secrets.Values);
    }

    [Fact]
    public async Task Stored_secrets_are_not_sent_to_another_address()
    {
        var book = Book();
        var instance = Tracker with { Url = "https://tracker.example/api" };
        await book.PutAsync(instance, new Dictionary<string, string?> { ["token"] = "s3cret" }, Always, CancellationToken.None);

        var path = await book.PutAsync(instance with { Url = "https://tracker.example/v2" }, NoSecrets, Always, CancellationToken.None);
        var host = await book.PutAsync(instance with { Url = "https://evil.example/api" }, NoSecrets, Always, CancellationToken.None);

        Assert.IsType<BookChange.Done>(path);
        Assert.Equal("$.url", Assert.Single(Assert.IsType<BookChange.Wrong>(host).Mistakes).Path);
    }

    [Fact]
    public async Task Removing_an_instance_removes_its_secrets()
    {
        var book = Book();
        await book.PutAsync(Tracker, new Dictionary<string, string?> { ["token"] = "s3cret" }, Always, CancellationToken.None);

        await book.RemoveInstanceAsync("main", Always, CancellationToken.None);

        Assert.Empty(secrets.Values);
    }

    [Fact]
    public async Task The_first_start_has_a_folder_for_every_asset()
    {
        var book = Book();

        await book.EnsureDefaultsAsync(CancellationToken.None);

        var assignment = Assert.Single(await book.AssignmentsForAsync("anything", [], CancellationToken.None));
        var route = await book.FindRouteAsync(assignment.Mapping, CancellationToken.None);
        Assert.Equal("everything", assignment.Name);
        Assert.Equal(("tickets", "folder", "folder"), (route?.Mapping.Name, route?.Instance.Name, route?.Instance.Kind));
    }

    [Fact]
    public async Task A_later_start_brings_nothing_back_that_a_person_removed()
    {
        var book = Book();
        await book.EnsureDefaultsAsync(CancellationToken.None);
        await book.RemoveAssignmentAsync("everything", Always, CancellationToken.None);

        await Book().EnsureDefaultsAsync(CancellationToken.None);

        Assert.Empty(await Book().AssignmentsForAsync("anything", [], CancellationToken.None));
    }

    [Fact]
    public async Task Another_processs_change_is_seen_after_three_seconds()
    {
        var book = await FilledAsync();
        await book.ReadAsync(CancellationToken.None);
        await Book().PutAsync(new Assignment("all", "web"), Always, CancellationToken.None);

        var before = await book.AssignmentsForAsync("web-shop", [], CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(3));
        var after = await book.AssignmentsForAsync("web-shop", [], CancellationToken.None);

        Assert.Empty(before);
        Assert.Single(after);
    }

    [Fact]
    public async Task A_mapping_that_would_no_longer_do_is_told_when_its_instance_changes()
    {
        var book = await FilledAsync();

        var change = await book.PutAsync(Tracker with { Kind = "strict" }, NoSecrets, Always, CancellationToken.None);

        Assert.Contains("mapping web", Assert.Single(Assert.IsType<BookChange.Wrong>(change).Mistakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_change_is_noted_with_who_made_it_and_no_secret()
    {
        var book = Book();
        await book.PutAsync(Tracker, new Dictionary<string, string?> { ["token"] = "s3cret" }, Always, CancellationToken.None);
        await book.PutAsync(Tracker with { Lanes = 2 }, NoSecrets, Always, CancellationToken.None);
        await book.PutAsync(Tracker with { Lanes = 2 }, NoSecrets, Always, CancellationToken.None);
        await book.PutAsync(Tracker with { Lanes = 2 }, new Dictionary<string, string?> { ["token"] = "new-s3cret" }, Always, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        await book.RemoveInstanceAsync("main", Always, CancellationToken.None);

        var history = new List<AuditEntry>();
        await foreach (var entry in book.HistoryOf("instance main", CancellationToken.None))
        {
            history.Add(entry);
        }

        Assert.Equal("remove instance", history[0].What);
        Assert.Equal(
            ["add instance, give secrets token", "change instance", "change instance, give secrets token", "remove instance"],
            history.Select(h => h.What).Order(StringComparer.Ordinal));
        Assert.All(history, h => Assert.Equal("ann", h.Who));
        Assert.DoesNotContain(history, h => $"{h.Before}{h.After}".Contains("s3cret", StringComparison.Ordinal));
    }

    private static IReadOnlyList<SettingMistake>? Kinds(Instance instance, Mapping? mapping) => instance.Kind switch
    {
        "folder" => [],
        "strict" => mapping is null ? [] : [new SettingMistake("$.project", "No.")],
        _ => null,
    };

    private IntegrationBook Book() => new(store, secrets, new IntegrationRules(Kinds), clock);

    private async Task<IntegrationBook> FilledAsync()
    {
        var book = Book();
        await book.PutAsync(Tracker, NoSecrets, Always, CancellationToken.None);
        await book.PutAsync(new Mapping("web", "main", "shop"), Always, CancellationToken.None);
        return book;
    }
}
