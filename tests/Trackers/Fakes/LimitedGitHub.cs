using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of GitHub's issues that keeps to GitHub's limits on a clock of the test's: 80 creations in any minute, and one request at a time. Whoever
/// goes over either is told 403 with Retry-After, as a secondary limit is.
/// </summary>
internal sealed class LimitedGitHub : IAsyncDisposable
{
    private const int CreationsAMinute = 80;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly WebApplication app;
    private int open;

    private LimitedGitHub(TimeProvider clock, WebApplication app)
    {
        this.clock = clock;
        this.app = app;
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>Titles in the order in which they were created, with the time.</summary>
    public List<(string Title, DateTimeOffset At)> Created { get; } = [];

    /// <summary>When somebody was told to slow down.</summary>
    public List<DateTimeOffset> Refused { get; } = [];

    public static async Task<LimitedGitHub> StartAsync(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new LimitedGitHub(clock, app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var others = Interlocked.Increment(ref open) - 1;
        try
        {
            var path = context.Request.Path.Value!;
            if (others > 0)
            {
                await RefuseAsync(context, TimeSpan.FromMinutes(1));
            }
            else if (context.Request.Method == "POST" && path.EndsWith("/issues", StringComparison.Ordinal))
            {
                await CreateAsync(context);
            }
            else
            {
                context.Response.StatusCode = context.Request.Method == "POST" ? 201 : 200;
                await context.Response.WriteAsJsonAsync(context.Request.Method == "POST" ? (object)new { } : Array.Empty<object>());
            }
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private async Task CreateAsync(HttpContext context)
    {
        var issue = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        TimeSpan? wait = null;
        int number;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var recent = Created.Where(c => c.At > now - Window).Select(c => c.At).ToList();
            if (recent.Count >= CreationsAMinute)
            {
                wait = recent[^CreationsAMinute] + Window - now;
            }
            else
            {
                Created.Add((issue.GetProperty("title").GetString()!, now));
            }

            number = Created.Count;
        }

        if (wait is { } asked)
        {
            await RefuseAsync(context, asked);
            return;
        }

        context.Response.StatusCode = 201;
        await context.Response.WriteAsJsonAsync(new
        {
            number,
            html_url = $"https://github.example/acme/site/issues/{number}",
            title = issue.GetProperty("title").GetString(),
            state = "open",
            labels = issue.GetProperty("labels").EnumerateArray().Select(l => new { name = l.GetString() }),
        });
    }

    private async Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        lock (gate)
        {
            Refused.Add(clock.GetUtcNow());
        }

        context.Response.StatusCode = 403;
        context.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
        await context.Response.WriteAsJsonAsync(new { message = "You have exceeded a secondary rate limit." });
    }
}
