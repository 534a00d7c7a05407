using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Patchbay.Bench;

/// <summary>Signed webhooks at a fixed rate against the real process: how long each waits for its answer, counted from when it was due.</summary>
public static class WebhooksBench
{
    private const string Secret = "bench-webhook-secret";
    private const int Findings = 200;

    // What is due after the last call: its look begins at the end of its second.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary>Sends so many a second for so many seconds, whether or not earlier ones are answered, about issues that are all ours.</summary>
    public static async Task RunAsync(int perSecond, int seconds)
    {
        await using var hub = await BenchHub.StartAsync();
        await using var app = await BenchApp.StartAsync(new { }, "--Patchbay:PublicUrl=https://patchbay.example.com");
        await ConnectAsync(app, hub);
        await SendAsync(app.Client, hub.Issues, perSecond, 5, "warm-up");
        await Task.Delay(Settled);
        var (before, reads) = (await DeliveriesAsync(app.Client), hub.Reads);
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];

        var (waits, answers) = await SendAsync(app.Client, hub.Issues, perSecond, seconds, "bench");
        await Task.Delay(Settled);
        var kept = await DeliveriesAsync(app.Client) - before;

        Console.WriteLine("| a second | seconds | sent | in the journal | answered | tickets | looks | p50 | p99 | p99.9 | longest | load at the start |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {perSecond} | {seconds} | {waits.Count} | {kept} | {string.Join(", ", answers)} | {hub.Issues.Count} | {hub.Reads - reads} | {At(waits, 0.5):F1} ms "
            + $"| {At(waits, 0.99):F1} ms | {At(waits, 0.999):F1} ms | {waits[^1]:F1} ms | {load} |"));
    }

    private static async Task ConnectAsync(BenchApp app, BenchHub hub)
    {
        await PutAsync(app.Client, "instances/hub", new
        {
            kind = "github",
            url = hub.Address,
            allowInsecure = true,
            paceMilliseconds = 0,
            secrets = new { token = "ghp_bench", webhookSecret = Secret },
        });
        await PutAsync(app.Client, "mappings/site", new { instance = "hub", project = "acme/site" });
        await PutAsync(app.Client, "assignments/everything", new { mapping = "site", assets = new[] { "*" } });
        using var report = new MemoryStream();
        SarifGenerator.Write(report, Findings);
        await app.PostAsync("bench", report.ToArray());
        for (var last = -1; last != hub.Issues.Count; await Task.Delay(Settled))
        {
            last = hub.Issues.Count;
        }
    }

    private static async Task PutAsync(HttpClient client, string path, object body)
    {
        using var reply = await client.PutAsJsonAsync($"/api/integrations/{path}", body);
        reply.EnsureSuccessStatusCode();
    }

    // A schedule that does not wait: a slow answer delays none of those behind it, and its whole wait is counted.
    private static async Task<(IReadOnlyList<double> Waits, IReadOnlyList<string> Answers)> SendAsync(
        HttpClient client, IReadOnlyList<int> issues, int perSecond, int seconds, string name)
    {
        var calls = new List<Task<(double Wait, string Answer)>>();
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < perSecond * seconds; n++)
        {
            var due = start + (long)(n * (double)Stopwatch.Frequency / perSecond);
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
            {
                await Task.Delay(left);
            }

            calls.Add(CallAsync(client, $"{name}-{n}", issues[n % issues.Count], due));
        }

        var done = await Task.WhenAll(calls);
        return (
            [.. done.Select(d => d.Wait).Order()],
            [.. done.GroupBy(d => d.Answer).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}"))]);
    }

    private static async Task<(double Wait, string Answer)> CallAsync(HttpClient client, string delivery, int issue, long due)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            action = "edited",
            issue = new { number = issue, title = delivery, body = new string('x', 4_000) },
            repository = new { full_name = "acme/site" },
            sender = new { login = "ann" },
        });
        using var call = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/hub") { Content = new ByteArrayContent(body) };
        call.Headers.Add("X-GitHub-Event", "issues");
        call.Headers.Add("X-GitHub-Delivery", delivery);
        call.Headers.Add(
            "X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        using var reply = await client.SendAsync(call);
        var answer = await reply.Content.ReadFromJsonAsync<JsonElement>();
        return (Stopwatch.GetElapsedTime(due).TotalMilliseconds, answer.GetProperty("outcome").GetString()!);
    }

    private static async Task<int> DeliveriesAsync(HttpClient client)
    {
        var count = 0;
        for (var next = "/api/integrations/instances/hub/webhook/deliveries?limit=1000"; next is not null;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>(next);
            count += page.GetProperty("items").GetArrayLength();
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return count;
    }

    private static double At(IReadOnlyList<double> sorted, double share) => sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
}
