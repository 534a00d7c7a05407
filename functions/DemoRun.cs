using System.Globalization;
using System.Text.Json;
using Patchbay.Api;
using Patchbay.Findings;
using Patchbay.Links;

namespace Patchbay;

/// <summary>Posts the bundled report to the running app, as a pipeline would, and shows what became of each finding.</summary>
public sealed class DemoRun(
    IHttpClientFactory clients, IServiceProvider services, AccessKey key, FindingBook findings, LinkMap links, TimeProvider clock)
{
    private const string Asset = "web-shop";
    private const string Report = "Patchbay.Demo.web-shop.sarif";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Posts, waits until all is pushed, and prints.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient();
        client.BaseAddress = new Uri(Terminal.AddressOf(services));
        client.DefaultRequestHeaders.Add(Access.Header, key.Value);

        var scan = await PostAsync(client, cancellationToken);
        Terminal.Line($"Posted the bundled report of '{Asset}': {scan.GetProperty("counts")}");
        await WaitAsync(client, scan.GetProperty("url").GetString()!, cancellationToken);
        await ShowAsync(cancellationToken);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var body = new StreamContent(typeof(DemoRun).Assembly.GetManifestResourceStream(Report)!);
        using var reply = await client.PostAsync($"/api/assets/{Asset}/scans?branch=main", body, cancellationToken);
        reply.EnsureSuccessStatusCode();
        return await reply.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    private async Task WaitAsync(HttpClient client, string url, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + Patience;
        while (clock.GetUtcNow() < until)
        {
            var scan = await client.GetFromJsonAsync<JsonElement>(url, cancellationToken);
            var pending = await AllAsync(cancellationToken).AnyAsync(r => r.Links.Any(l => l.State is LinkState.Wanted or LinkState.Creating), cancellationToken);
            if (scan.GetProperty("state").GetString() == "evaluated" && !pending)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken);
        }

        Terminal.Line("Some tickets are not filed yet; GET /api/links tells why.");
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        var rows = await AllAsync(cancellationToken).ToListAsync(cancellationToken);
        Terminal.Line(string.Empty);
        Terminal.Line(Row("severity", "finding", "verdict", "ticket"));
        Terminal.Line(Row("────────", "───────", "───────", "──────"));
        foreach (var (record, tickets) in rows.OrderByDescending(r => r.Record.Finding.Rating.Value).ThenBy(r => r.Record.Finding.Title, StringComparer.Ordinal))
        {
            var finding = record.Finding;
            Terminal.Line(Row(
                finding.Rating.Value.ToString().ToLowerInvariant(), $"{finding.Title} ({finding.Place.Path}:{finding.Place.Line})",
                VerdictOf(record), string.Join(", ", tickets.Select(t => t.Ticket is { } ticket ? new Uri(ticket.Url).LocalPath : t.Reason))));
        }

        Terminal.Line(string.Empty);
    }

    private static string VerdictOf(FindingRecord record) => record switch
    {
        { State: not FindingState.Open } => record.State.ToString().ToLowerInvariant(),
        { Verdict.IsVulnerability: true } => "vulnerability",
        _ => "noted",
    };

    private static string Row(string severity, string finding, string verdict, string ticket) =>
        string.Create(CultureInfo.InvariantCulture, $"  {severity,-9} {Cut(finding, 62),-62} {verdict,-14} {ticket}");

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private async IAsyncEnumerable<(FindingRecord Record, IReadOnlyList<Link> Links)> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < FindingBook.Shards; shard++)
        {
            var known = await links.ListAsync(Asset, shard, null, cancellationToken).ToListAsync(cancellationToken);
            await foreach (var finding in findings.ListAsync(Asset, shard, string.Empty, null, cancellationToken))
            {
                yield return (finding.Record, [.. known.Select(k => k.Link).Where(l => l.FindingKey == finding.Record.Key)]);
            }
        }
    }
}
