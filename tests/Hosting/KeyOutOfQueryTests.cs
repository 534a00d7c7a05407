using System.Net.Http.Json;
using Patchbay.Hosting;

namespace Patchbay.Tests.Hosting;

/// <summary>A key in an address reaches whoever checks it, and no log.</summary>
public sealed class KeyOutOfQueryTests
{
    private const string Secret = "s3cr3t-K3y";

    [Theory]
    [InlineData("?code=s3cr3t-K3y", "", "")]
    [InlineData("?CODE=s3cr3t-K3y", "", "")]
    [InlineData("?c%6Fde=s3cr3t-K3y", "", "")]
    [InlineData("?a=1&code=s3cr3t-K3y&b=x%26y+z", "?a=1&b=x%26y+z", "x&y z")]
    [InlineData("?code=s3cr3t-K3y&code=s3cr3t-K3y-2&b=2", "?b=2", "2")]
    public async Task A_key_in_the_query_is_a_header_from_the_start(string query, string kept, string b)
    {
        await using var handler = await HandlerApp.StartAsync(new FunctionRegistry());

        var echo = await handler.Http.GetFromJsonAsync<Echo>($"/echo{query}");

        Assert.Equal(new Echo(kept, Secret, b), echo);
    }

    [Fact]
    public async Task A_key_in_the_header_wins_over_one_in_the_query()
    {
        await using var handler = await HandlerApp.StartAsync(new FunctionRegistry());
        handler.Http.DefaultRequestHeaders.Add(KeyOutOfQuery.Header, "from the header");

        var echo = await handler.Http.GetFromJsonAsync<Echo>($"/echo?code={Secret}");

        Assert.Equal(new Echo("", "from the header", ""), echo);
    }

    [Fact]
    public async Task A_query_without_a_key_is_left_as_it_is()
    {
        await using var handler = await HandlerApp.StartAsync(new FunctionRegistry());

        var echo = await handler.Http.GetFromJsonAsync<Echo>("/echo?b=1&&x&y=&=z");

        Assert.Equal(new Echo("?b=1&&x&y=&=z", "", "1"), echo);
    }

    [Theory]
    [InlineData("/echo?code=s3cr3t-K3y")]
    [InlineData("/no/such/path?b=1&code=s3cr3t-K3y")]
    public async Task No_log_line_of_any_level_holds_the_key(string address)
    {
        await using var handler = await HandlerApp.StartAsync(new FunctionRegistry());
        handler.Http.DefaultRequestHeaders.Add(KeyOutOfQuery.Header, "s3cr3t-K3y-too");

        using var reply = await handler.Http.GetAsync(address);

        Assert.Contains(handler.Log.Lines, l => l.Contains("Request starting", StringComparison.Ordinal));
        Assert.DoesNotContain(handler.Log.Lines, l => l.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }
}
