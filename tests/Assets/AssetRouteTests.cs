using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Patchbay.Tests.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Assets;

/// <summary>Assets over HTTP.</summary>
public sealed class AssetRouteTests : IAsyncLifetime
{
    private FindingApi api = null!;

    public async Task InitializeAsync() => api = await FindingApi.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_scan_of_an_unknown_asset_makes_it_under_its_slug()
    {
        await api.PostScanAsync(Make.Sarif(1));

        var asset = await api.GetAsync("/api/assets/shop");

        Assert.Equal("shop", asset.GetProperty("name").GetString());
    }

    [Fact]
    public async Task What_is_known_of_an_asset_is_replaced_and_told_in_its_history()
    {
        await api.PostScanAsync(Make.Sarif(1));

        await api.SendAsync(HttpMethod.Put, "/api/assets/shop", new { name = "Shop", tags = new[] { "web" } }, HttpStatusCode.OK);

        Assert.Equal("Shop", (await api.GetAsync("/api/assets/shop")).GetProperty("name").GetString());
        var history = (await api.GetAsync("/api/assets/shop/history")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["add asset", "change asset"], history.Select(h => h.GetProperty("what").GetString()).Order());
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_refused()
    {
        await api.SendAsync(HttpMethod.Put, "/api/assets/shop", new { name = "One" }, HttpStatusCode.OK);
        using var read = await api.Http.GetAsync("/api/assets/shop");
        await api.SendAsync(HttpMethod.Put, "/api/assets/shop", new { name = "Two" }, HttpStatusCode.OK);
        using var late = new HttpRequestMessage(HttpMethod.Put, "/api/assets/shop") { Content = JsonContent.Create(new { name = "Three" }) };
        late.Headers.IfMatch.Add(new EntityTagHeaderValue(read.Headers.ETag!.Tag));

        using var reply = await api.Http.SendAsync(late);

        Assert.Equal(HttpStatusCode.PreconditionFailed, reply.StatusCode);
        Assert.Equal("Two", (await api.GetAsync("/api/assets/shop")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Only_assets_are_listed_not_their_history()
    {
        await api.SendAsync(HttpMethod.Put, "/api/assets/b", new { name = "B" }, HttpStatusCode.OK);
        await api.SendAsync(HttpMethod.Put, "/api/assets/audit", new { name = "A" }, HttpStatusCode.OK);

        var first = await api.GetAsync("/api/assets?limit=1");
        var second = await api.GetAsync(first.GetProperty("next").GetString()!);

        Assert.Equal("audit", first.GetProperty("items")[0].GetProperty("slug").GetString());
        Assert.Equal("b", second.GetProperty("items")[0].GetProperty("slug").GetString());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("-dash")]
    [InlineData("a%20b")]
    public async Task A_name_that_is_no_slug_is_refused(string slug)
    {
        var problem = await api.SendAsync(HttpMethod.Put, $"/api/assets/{slug}", new { name = "x" }, HttpStatusCode.BadRequest);

        Assert.Contains("lower-case", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
