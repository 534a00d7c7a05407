using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.Bitbucket;

namespace Patchbay.Tests.Trackers;

/// <summary>Reports at commits of a fake Bitbucket behind a proxy, in both editions; and that there are no tickets.</summary>
public sealed class BitbucketTests : IAsyncDisposable
{
    private const string Token = "ATCTT3xFfGN0-token";
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: false);
    private FakeBitbucket bitbucket = null!;
    private FaultProxy proxy = null!;

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await (proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (bitbucket?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData("cloud", 0, 0)]
    [InlineData("cloud", 250, 3)]
    [InlineData("datacenter", 250, 1)]
    [InlineData("datacenter", 1_200, 1)]
    public async Task A_report_shows_the_worst_findings_and_a_second_one_takes_its_place(string edition, int findings, int posts)
    {
        var (kind, instance, mapping) = await OpenAsync(edition);
        await kind.PublishAsync(instance, mapping, await ReportAsync(3), CancellationToken.None);
        var before = proxy.Requests.Count;

        var result = await kind.PublishAsync(instance, mapping, await ReportAsync(findings), CancellationToken.None);

        var shown = Math.Min(findings, 1_000);
        Assert.Equal(shown, Assert.IsType<CommitPublishing.Published>(result).Annotations);
        Assert.Equal(shown, Assert.Single(bitbucket.Reports).Value);
        Assert.Equal(posts, proxy.Requests.Skip(before).Count(r => r.Method == "POST"));
    }

    [Fact]
    public async Task Cloud_is_told_in_its_words()
    {
        var (kind, instance, mapping) = await OpenAsync("cloud");

        await kind.PublishAsync(instance, mapping, await ReportAsync(2), CancellationToken.None);

        var (report, annotations) = bitbucket.Find("patchbay-web-shop-sarif");
        Assert.Equal(("SECURITY", "FAILED"), (report.GetProperty("report_type").GetString(), report.GetProperty("result").GetString()));
        Assert.Equal("2 open findings.", report.GetProperty("details").GetString());
        var first = annotations[0];
        Assert.Equal(
            ("VULNERABILITY", "HIGH", "src/login.cs", 42, "SQL injection 0"),
            (first.GetProperty("annotation_type").GetString(), first.GetProperty("severity").GetString(), first.GetProperty("path").GetString(),
                first.GetProperty("line").GetInt32(), first.GetProperty("summary").GetString()));
    }

    [Fact]
    public async Task Data_Center_is_told_in_its_words()
    {
        var (kind, instance, mapping) = await OpenAsync("datacenter");

        await kind.PublishAsync(instance, mapping, await ReportAsync(1, Severity.Info), CancellationToken.None);

        var (report, annotations) = bitbucket.Find("patchbay-web-shop-sarif");
        Assert.Equal("PASS", report.GetProperty("result").GetString());
        Assert.Equal(
            ("LOW", "This query depends on a user-provided value."),
            (annotations[0].GetProperty("severity").GetString(), annotations[0].GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData(429, "Later")]
    [InlineData(503, "Later")]
    [InlineData(401, "Refused")]
    [InlineData(404, "Refused")]
    public async Task A_report_that_cannot_be_published_is_told_without_our_secret(int status, string expected)
    {
        var (kind, instance, mapping) = await OpenAsync("cloud");
        proxy.Answer(r => r.Method == "PUT", status, System.Text.Json.JsonSerializer.Serialize(new { error = new { message = $"No, said to {Token}" } }));

        var result = await kind.PublishAsync(instance, mapping, await ReportAsync(1), CancellationToken.None);

        Assert.Equal(expected, result.GetType().Name);
        Assert.Contains("No, said to ***", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_token_is_shown_with_its_email()
    {
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"me@example.com:{Token}"));
        var (kind, instance, mapping) = await OpenAsync("cloud", basic, "me@example.com");

        Assert.IsType<CommitPublishing.Published>(await kind.PublishAsync(instance, mapping, await ReportAsync(1), CancellationToken.None));
    }

    [Theory]
    [InlineData("cloud")]
    [InlineData("datacenter")]
    public async Task Who_looks_for_tickets_is_told_that_there_are_none(string edition)
    {
        var (kind, instance, mapping) = await OpenAsync(edition);
        var tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None);
        var known = new TicketRef("bitbucket", "1", "https://bitbucket.example/1");

        string[] words =
        [
            Assert.Single((await tracker.TestAsync(CancellationToken.None)).Problems),
            Assert.IsType<PushResult.Refused>(await tracker.CreateAsync(MakeTicket.Another(), CancellationToken.None)).Reason,
            Assert.IsType<PushResult.Refused>(await tracker.UpdateAsync(known, MakeTicket.Another(), CancellationToken.None)).Reason,
            Assert.IsType<MarkerSearch.Refused>(await tracker.FindAsync("pb-000000000000", DateTimeOffset.UtcNow, CancellationToken.None)).Reason,
            Assert.IsType<TicketReading.Refused>(await tracker.ReadAsync(known, CancellationToken.None)).Reason,
            Assert.IsType<ProjectReading.Refused>(await tracker.DescribeAsync(CancellationToken.None)).Reason,
            tracker.Preview(MakeTicket.Another()).Body,
        ];

        Assert.All(words, w => Assert.Contains("2026-08-20", w, StringComparison.Ordinal));
        Assert.True((await tracker.TestAsync(CancellationToken.None)).IsUsable);
    }

    [Theory]
    [InlineData(401, "Token is invalid")]
    [InlineData(404, "no repository acme/shop")]
    [InlineData(200, "no repository; is the URL")]
    public async Task A_connection_test_says_what_to_change(int status, string words)
    {
        var (kind, instance, mapping) = await OpenAsync("cloud");
        proxy.Answer(_ => true, status, """{"error":{"message":"Token is invalid"}}""");

        var test = await (await kind.OpenAsync(instance, mapping, CancellationToken.None)).TestAsync(CancellationToken.None);

        Assert.False(test.IsUsable);
        Assert.Contains(words, Assert.Single(test.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_checked()
    {
        var kind = new BitbucketTrackerKind(connections, new MemorySecrets(), new TrackerSettings(), TimeProvider.System);
        var instance = new Instance("code", "bitbucket") { Settings = new Dictionary<string, string> { ["edition"] = "datacenter" } };

        Assert.Equal(["$.url", "$.secrets"], kind.Check(instance, null).Select(m => m.Path));
        Assert.Equal(["$.project"], kind.Check(instance, new Mapping("web", "code", "shop")).Select(m => m.Path));
    }

    private async Task<(BitbucketTrackerKind Kind, Instance Instance, Mapping Mapping)> OpenAsync(
        string edition, string authorization = $"Bearer {Token}", string? email = null)
    {
        bitbucket = await FakeBitbucket.StartAsync(authorization);
        proxy = await FaultProxy.StartAsync(bitbucket.Address);
        var settings = new Dictionary<string, string> { ["edition"] = edition };
        if (email is not null)
        {
            settings["email"] = email;
        }

        var instance = new Instance("code", "bitbucket")
        {
            Url = proxy.Address.ToString(),
            AllowInsecure = true,
            Secrets = ["token"],
            Settings = settings,
        };
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of("code", "token"), Token, CancellationToken.None);
        var kind = new BitbucketTrackerKind(connections, secrets, new TrackerSettings(), TimeProvider.System);
        var mapping = new Mapping("web", "code", edition == "cloud" ? "acme/shop" : "ACME/shop");
        Assert.Empty(kind.Check(instance, null).Concat(kind.Check(instance, mapping)));
        return (kind, instance, mapping);
    }

    private static Task<CommitReport> ReportAsync(int findings, Severity severity = Severity.High)
    {
        var scan = new Scan
        {
            Id = "scan",
            Asset = "web-shop",
            Scope = new Scope("sarif", "main", null),
            ReceivedAt = DateTimeOffset.UnixEpoch,
            State = ScanState.Evaluated,
        };
        var finding = MakeTicket.Injection with { Rating = new Rating(severity, null, "test") };
        var open = Enumerable.Range(0, findings)
            .Select(i => MakeTicket.Record(finding with { Title = $"SQL injection {i}" }) with { Key = $"{i:d40}" });
        return CommitReport.OfAsync(scan, FakeBitbucket.Commit, "Web shop", open.ToAsyncEnumerable(), CancellationToken.None);
    }
}
