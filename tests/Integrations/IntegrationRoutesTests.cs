using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Integrations;

public sealed class IntegrationRoutesTests
{
    [Fact]
    public async Task From_a_kind_to_an_assignment_everything_can_be_put_and_read()
    {
        await using var api = await IntegrationApi.StartAsync();

        IntegrationApi.Reply[] made =
        [
            await api.PutAsync("instances/hub", new { kind = "github", lanes = 2, paceMilliseconds = 0, secrets = new { token = "t0ken-value" } }),
            await api.PutAsync(
                "mappings/web",
                """
                {"instance":"hub","project":"acme/site","labels":["sec"],"severityLabels":{"high":"P1"},"title":"{severity}: {title}",
                "issueType":"Bug","statuses":{"false-positive":"not_planned"},"close":"comment","sync":{"resolutions":{"not_planned":"risk-accepted"},"acceptDays":90}}
                """),
            await api.PutAsync(
                "assignments/all", """{"mapping":"web","assets":["web-*"],"tags":["pci"],"mode":"link-new","closeAbsent":false,"groupBy":"file"}"""),
        ];

        Assert.Equal([201, 201, 201], made.Select(m => m.Status));
        var assignment = await api.GetAsync("assignments/all");
        Assert.Equal(
            """{"name":"all","mapping":"web","assets":["web-*"],"tags":["pci"],"mode":"link-new","closeAbsent":false,"groupBy":"file"}""", assignment.Text);
        Assert.Equal(made[2].Tag, assignment.Tag);
        var list = await api.GetAsync("mappings");
        Assert.Equal(
            """
            {"items":[{"name":"web","instance":"hub","project":"acme/site","labels":["sec"],"severityLabels":{"high":"P1"},
            "title":"{severity}: {title}","issueType":"Bug","priorities":{},"components":[],"fields":{},
            "statuses":{"false-positive":"not_planned"},"resolutions":{},"close":"comment","sync":{"status":"tracker","statuses":{},"resolutions":{"not_planned":"risk-accepted"},
            "unmapped":"category","acceptDays":90,"reopen":"reopen","severity":"off","assignee":"tracker","labels":"tracker","comments":false}}]}
            """.ReplaceLineEndings(""),
            list.Text);
    }

    [Theory]
    [InlineData("""{"status":"nobody","resolutions":{"later":"perhaps"},"reopens":"comment"}""", "status resolutions.later reopens")]
    [InlineData("""{"resolutions":{"wontfix":"ignored"},"acceptDays":0}""", "resolutions.wontfix acceptDays")]
    public async Task Every_mistake_in_how_a_mapping_syncs_is_told_with_its_path(string sync, string paths)
    {
        await using var api = await IntegrationApi.StartAsync();
        await api.PutAsync("instances/hub", new { kind = "github" });

        var reply = await api.PutAsync("mappings/web", "{\"instance\":\"hub\",\"project\":\"acme/site\",\"sync\":" + sync + "}");

        Assert.Equal(400, reply.Status);
        Assert.All(paths.Split(' '), path => Assert.Contains($"\"$.sync.{path}\"", reply.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_goes_in_and_never_comes_out()
    {
        await using var api = await IntegrationApi.StartAsync();
        const string token = "ghp_S3cretS3cretS3cret";

        IntegrationApi.Reply[] replies =
        [
            await api.PutAsync("instances/hub", new { kind = "github", url = "http://127.0.0.1:1/", allowInsecure = true, secrets = new { token } }),
            await api.PutAsync("instances/hub", new { kind = "github", url = "http://127.0.0.1:1/", allowInsecure = true, settings = new { token } }),
            await api.PutAsync("instances/hub", "{\"kind\":\"github\",\"secrets\":{\"token\":\"" + token + "\",}}"),
            await api.PutAsync("instances/hub", new { kind = "github", secrets = new { token, other = token } }),
            await api.GetAsync("instances/hub"),
            await api.GetAsync("instances"),
            await api.SendAsync(HttpMethod.Post, "instances/hub/test?project=acme/site"),
        ];

        Assert.Equal([201, 400, 400, 400, 200, 200, 200], replies.Select(r => r.Status));
        Assert.Equal(token, await api.Secrets.FindAsync("tracker-hub-token", CancellationToken.None));
        Assert.Equal("""["token"]""", replies[4].Json.GetProperty("secrets").GetRawText());
        Assert.All(replies, r => Assert.DoesNotContain("S3cret", r.Text, StringComparison.Ordinal));
        Assert.NotEmpty(api.Log.Text);
        Assert.DoesNotContain("S3cret", api.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_a_mapping_or_its_instance_has_what_failed_there_tried_again()
    {
        await using var api = await IntegrationApi.StartAsync();
        await api.PutAsync("instances/board", new { kind = "folder" });
        await api.PutAsync("mappings/one", new { instance = "board", project = "one" });
        await api.PutAsync("mappings/two", new { instance = "board", project = "two" });
        var before = api.Retried.Count;

        await api.PutAsync("mappings/two", new { instance = "board", project = "too" });
        await api.PutAsync("instances/board", new { kind = "folder", lanes = 2 });
        await api.PutAsync("mappings/one", new { instance = "nowhere", project = "one" });

        Assert.Equal(0, before);
        Assert.Equal(["two", "one", "two"], api.Retried);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back_and_changes_nothing()
    {
        await using var api = await IntegrationApi.StartAsync();
        await api.PutAsync("instances/hub", new { kind = "github", secrets = new { token = "t0ken-value" } });
        var before = await api.GetAsync("instances/hub");

        var after = await api.PutAsync("instances/hub", before.Text, ("If-Match", before.Tag!));

        Assert.Equal(200, after.Status);
        Assert.Equal(before.Tag, after.Tag);
        Assert.Equal("t0ken-value", await api.Secrets.FindAsync("tracker-hub-token", CancellationToken.None));
    }

    [Fact]
    public async Task All_mistakes_of_a_body_are_told_at_once()
    {
        await using var api = await IntegrationApi.StartAsync();

        var shape = await api.PutAsync(
            "instances/hub", """{"name":"other","kind":7,"lanes":1.5,"settings":{"a":1},"allowInsecure":"yes","secrets":"x","setings":{}}""");
        var rules = await api.PutAsync(
            "instances/hub",
            new { kind = "github", url = "http://u:p@example.com?x", lanes = 0, settings = new { appId = "?", token = "x", more = "y" } });

        Assert.Equal(400, shape.Status);
        Assert.Equal(
            ["$.allowInsecure", "$.kind", "$.lanes", "$.name", "$.secrets", "$.setings", "$.settings.a"], shape.MistakePaths);
        Assert.Equal(400, rules.Status);
        Assert.Equal(
            ["$.lanes", "$.secrets", "$.settings.appId", "$.settings.more", "$.settings.token", "$.url", "$.url", "$.url"], rules.MistakePaths);
    }

    [Theory]
    [InlineData("instances/hub", "")]
    [InlineData("instances/hub", "[]")]
    [InlineData("instances/hub", "null")]
    [InlineData("instances/Hub", """{"kind":"folder"}""")]
    [InlineData("instances/hub", """{"kind":"nothing"}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"../x"}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"x","severityLabels":{"bad":"x"}}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"x","labels":["a",null]}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"x","issueType":"Bug"}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"x","title":"{nothing}"}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"x","statuses":{"gone":"closed"}}""")]
    [InlineData("mappings/web", """{"instance":"folder","project":"x","close":"never"}""")]
    [InlineData("assignments/all", """{"mapping":"nowhere"}""")]
    [InlineData("assignments/all", """{"mapping":"web","mode":"sometimes"}""")]
    [InlineData("assignments/all", """{"mapping":"web","assets":["Not A Slug"]}""")]
    public async Task A_wrong_body_is_a_problem_document(string path, string body)
    {
        await using var api = await IntegrationApi.StartAsync();
        await api.PutAsync("instances/folder", new { kind = "folder" });

        var reply = await api.PutAsync(path, body);

        Assert.Equal(400, reply.Status);
        Assert.False(string.IsNullOrEmpty(reply.Json.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_stale_tag_is_refused_and_a_fresh_one_is_known()
    {
        await using var api = await IntegrationApi.StartAsync();
        var first = await api.PutAsync("instances/folder", new { kind = "folder" });
        await api.PutAsync("instances/folder", new { kind = "folder", lanes = 2 });

        var stale = await api.PutAsync("instances/folder", new { kind = "folder", lanes = 3 }, ("If-Match", first.Tag!));
        var taken = await api.PutAsync("instances/folder", new { kind = "folder", lanes = 3 }, ("If-None-Match", "*"));
        var current = await api.GetAsync("instances/folder");
        var known = await api.SendAsync(HttpMethod.Get, "instances/folder", null, ("If-None-Match", current.Tag!));

        Assert.Equal((412, 412, 304), (stale.Status, taken.Status, known.Status));
        Assert.Equal(2, current.Json.GetProperty("lanes").GetInt32());
    }

    [Fact]
    public async Task What_is_used_stays_and_what_is_not_there_is_told()
    {
        await using var api = await IntegrationApi.StartAsync();
        await api.PutAsync("instances/folder", new { kind = "folder" });
        await api.PutAsync("mappings/web", new { instance = "folder", project = "shop" });

        IntegrationApi.Reply[] replies =
        [
            await api.DeleteAsync("instances/folder"), await api.DeleteAsync("mappings/web"), await api.DeleteAsync("mappings/web"),
            await api.GetAsync("mappings/web"), await api.DeleteAsync("instances/folder"), await api.GetAsync("assignments/none"),
        ];

        Assert.Equal([409, 204, 404, 404, 204, 404], replies.Select(r => r.Status));
        Assert.Contains("mapping web", replies[0].Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        await using var api = await IntegrationApi.StartAsync();
        foreach (var name in (string[])["c", "a", "b"])
        {
            await api.PutAsync($"instances/{name}", new { kind = "folder" });
        }

        var first = await api.GetAsync("instances?limit=2");
        var second = await api.GetAsync(first.Json.GetProperty("next").GetString()!["/api/integrations/".Length..]);

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c"], Names(second));
        Assert.False(second.Json.TryGetProperty("next", out _));
        Assert.Equal(400, (await api.GetAsync("instances?limit=0")).Status);
    }

    [Fact]
    public async Task Kinds_say_what_they_can_be_told()
    {
        await using var api = await IntegrationApi.StartAsync();

        var kinds = await api.GetAsync("kinds");

        var github = kinds.Json.GetProperty("items").EnumerateArray().Single(k => k.GetProperty("kind").GetString() == "github");
        Assert.Equal("owner/repository", github.GetProperty("project").GetString());
        Assert.Equal(["appId", "installationId"], Names(github.GetProperty("settings")));
        Assert.Equal(["token", "privateKey", "webhookSecret"], Names(github.GetProperty("secrets")));
    }

    [Fact]
    public async Task A_connection_is_tested_through_its_first_mapping_or_a_project()
    {
        await using var api = await IntegrationApi.StartAsync();
        await api.PutAsync("instances/folder", new { kind = "folder" });

        var nothing = await api.SendAsync(HttpMethod.Post, "instances/folder/test");
        var wrong = await api.SendAsync(HttpMethod.Post, "instances/folder/test?project=../x");
        var named = await api.SendAsync(HttpMethod.Post, "instances/folder/test?project=shop");
        await api.PutAsync("mappings/web", new { instance = "folder", project = "shop" });
        var mapped = await api.SendAsync(HttpMethod.Post, "instances/folder/test");
        var unknown = await api.SendAsync(HttpMethod.Post, "instances/other/test");

        Assert.Equal((400, 404), (nothing.Status, unknown.Status));
        Assert.Equal((false, true, true), (IsUsable(wrong), IsUsable(named), IsUsable(mapped)));
        Assert.Single(wrong.Json.GetProperty("problems").EnumerateArray());
    }

    [SkippableFact]
    public async Task A_connection_to_GitHub_is_tested_end_to_end()
    {
        var emulator = await GitHubEmulator.SharedAsync();
        await using var api = await IntegrationApi.StartAsync();
        var repository = await emulator.NewRepositoryAsync();
        await api.PutAsync(
            "instances/hub", new { kind = "github", url = emulator.Address, allowInsecure = true, secrets = new { token = GitHubEmulator.NewToken() } });

        var good = await api.SendAsync(HttpMethod.Post, $"instances/hub/test?project={repository}");
        var bad = await api.SendAsync(HttpMethod.Post, "instances/hub/test?project=acme/nowhere");

        Assert.True(IsUsable(good));
        Assert.Equal("ann", good.Json.GetProperty("account").GetString());
        Assert.False(IsUsable(bad));
        Assert.Contains("acme/nowhere", bad.Json.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
    }

    private static bool IsUsable(IntegrationApi.Reply reply) => reply.Json.GetProperty("usable").GetBoolean();

    private static IEnumerable<string?> Names(IntegrationApi.Reply page) => Names(page.Json.GetProperty("items"));

    private static IEnumerable<string?> Names(JsonElement list) => list.EnumerateArray().Select(i => i.GetProperty("name").GetString());
}
