using Patchbay.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public sealed class TrackerHttpTests : IDisposable
{
    private readonly FakeTime clock = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private readonly TrackerConnections open = new(refusesPrivateAddresses: false);
    private readonly TrackerConnections guarded = new(refusesPrivateAddresses: true);

    public void Dispose()
    {
        open.Dispose();
        guarded.Dispose();
    }

    [Theory]
    [InlineData("Retry-After", "17", 17)]
    [InlineData("Retry-After", "0", 1)]
    [InlineData("Retry-After", "Mon, 02 Mar 2026 10:05:00 GMT", 300)]
    [InlineData("Retry-After", "Mon, 02 Mar 2020 10:05:00 GMT", 1)]
    [InlineData("Retry-After", "99999999", 86_400)]
    [InlineData("Retry-After", "soon", 60)]
    [InlineData("X-RateLimit-Reset", "1772445900", 300)]
    [InlineData("X-RateLimit-Reset", "2026-03-02T10:05:00Z", 300)]
    [InlineData("X-RateLimit-Reset", "999999999999999999", 60)]
    [InlineData("X-None", "", 60)]
    public async Task The_wait_is_what_the_tracker_asks_for_between_a_second_and_a_day(string header, string value, int seconds)
    {
        await using var proxy = await FaultProxy.StartAsync(null);
        proxy.Answer(_ => true, 429, "{}", "application/json", (header, value), ("X-RateLimit-Remaining", "0"));

        var answer = await SendAsync(proxy, TrackerCall.Get("x"));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<TrackerAnswer.Later>(answer).After);
    }

    [Theory]
    [InlineData(204, "", "Done")]
    [InlineData(200, "{}", "Done")]
    [InlineData(200, "[1]", "Done")]
    [InlineData(203, "<html>", "Refused")]
    [InlineData(418, "", "Refused")]
    [InlineData(404, "{}", "Refused")]
    [InlineData(599, "", "Later")]
    [InlineData(304, "", "Refused")]
    public async Task A_status_is_judged_the_same_for_every_tracker(int status, string body, string expected)
    {
        await using var proxy = await FaultProxy.StartAsync(null);
        proxy.Before = async context =>
        {
            context.Response.StatusCode = status;
            if (body.Length > 0)
            {
                await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
            }

            return true;
        };

        var answer = await SendAsync(proxy, TrackerCall.Get("x"));

        Assert.Equal(expected, answer.GetType().Name);
    }

    [Fact]
    public async Task A_trackers_words_are_one_line_short_and_without_secrets()
    {
        await using var proxy = await FaultProxy.StartAsync(null);
        var words = "no\n\u202Eway with t0ken-value " + new string('x', 10_000);
        proxy.Answer(_ => true, 400, System.Text.Json.JsonSerializer.Serialize(new { message = words }));

        var answer = await SendAsync(proxy, TrackerCall.Get("x"));

        var reason = Assert.IsType<TrackerAnswer.Refused>(answer).Reason;
        Assert.StartsWith("Test refuses this (400): no \uFFFDway with *** xxx", reason, StringComparison.Ordinal);
        Assert.InRange(reason.Length, 300, 350);
    }

    [Fact]
    public async Task A_read_follows_a_few_redirects_within_the_host_and_no_more()
    {
        await using var proxy = await FaultProxy.StartAsync(null);
        proxy.Before = context =>
        {
            var hop = int.Parse(context.Request.Path.Value!.Trim('/'), System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Redirect($"/{hop + 1}");
            return Task.FromResult(true);
        };

        var read = await SendAsync(proxy, TrackerCall.Get("1"));
        var write = await SendAsync(proxy, TrackerCall.Write(HttpMethod.Put, "1", null));

        Assert.Equal("/5", Assert.IsType<TrackerAnswer.Refused>(read).MovedTo?.ToString());
        Assert.Equal("/2", Assert.IsType<TrackerAnswer.Refused>(write).MovedTo?.ToString());
        Assert.Equal(["/1", "/2", "/3", "/4", "/1"], proxy.Requests.Select(r => r.Target));
    }

    [Theory]
    [InlineData("http://127.0.0.2/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("//evil.example/x")]
    [InlineData("http://me@127.0.0.1/x")]
    [InlineData("file:///etc/passwd")]
    public async Task A_path_cannot_lead_to_another_host(string path)
    {
        await using var proxy = await FaultProxy.StartAsync(null);

        var answer = await SendAsync(proxy, TrackerCall.Get(path));

        Assert.Equal(0, Assert.IsType<TrackerAnswer.Refused>(answer).Status);
        Assert.Empty(proxy.Requests);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:10.1.2.3]")]
    [InlineData("[fd00::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[64:ff9b::a01:203]")]
    public async Task Where_neighbours_are_not_ours_private_addresses_are_not_called(string host)
    {
        var instance = new Instance("hub", "test");
        var http = new TrackerHttp(guarded.For(instance), new Uri($"http://{host}:9/"), Manners, new TrackerSettings(), clock);

        var answer = await http.SendAsync(TrackerCall.Get("x"), CancellationToken.None);

        Assert.Contains("private address", Assert.IsType<TrackerAnswer.Refused>(answer).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_can_allow_a_private_address()
    {
        await using var proxy = await FaultProxy.StartAsync(null);
        proxy.Answer(_ => true, 200);
        var instance = new Instance("hub", "test") { AllowInsecure = true };
        var http = new TrackerHttp(guarded.For(instance), proxy.Address, Manners, new TrackerSettings(), clock);

        var answer = await http.SendAsync(TrackerCall.Get("x"), CancellationToken.None);

        Assert.IsType<TrackerAnswer.Done>(answer);
    }

    [Fact]
    public async Task The_base_address_may_have_a_path()
    {
        await using var proxy = await FaultProxy.StartAsync(null);
        proxy.Answer(_ => true, 200);
        var http = new TrackerHttp(
            open.For(new Instance("hub", "test")), new Uri(proxy.Address, "/api/v3"), Manners, new TrackerSettings(), clock);

        await http.SendAsync(TrackerCall.Get("repos/a/b?x=%23"), CancellationToken.None);

        Assert.Equal("/api/v3/repos/a/b?x=%23", Assert.Single(proxy.Requests).Target);
    }

    private static TrackerManners Manners { get; } = new("Test")
    {
        Words = b => b.TryGetProperty("message", out var words) ? words.GetString() : null,
        Secrets = ["t0ken-value"],
    };

    private Task<TrackerAnswer> SendAsync(FaultProxy proxy, TrackerCall call) =>
        new TrackerHttp(open.For(new Instance("hub", "test")), proxy.Address, Manners, new TrackerSettings(), clock)
            .SendAsync(call, CancellationToken.None);
}
