using System.Globalization;
using System.Text.Json.Nodes;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>The published tree is all that the Functions host ever sees.</summary>
[Collection(PublishedTree.Collection)]
public sealed class PublishTests(PublishedTree tree)
{
    private const string Client = """{ "type": "durableClient", "direction": "in", "name": "client" }""";
    private const string Response = """{ "type": "http", "direction": "out", "name": "res" }""";

    // The contract with the host, written out: a change here is a change for whoever calls or deploys Patchbay.
    private static readonly Dictionary<string, string> Bindings = new()
    {
        ["Api"] = $$"""
            [ { "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "function", "route": "{*path}" }, {{Response}} ]
            """,
        ["EvaluatePolicy"] = """
            [ { "type": "serviceBusTrigger", "direction": "in", "name": "message", "queueName": "evaluations",
                "connection": "ServiceBusConnection", "dataType": "binary" } ]
            """,
        ["IngestScan"] = $$"""
            [ { "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "function", "methods": [ "post" ],
                "route": "assets/{asset}/scans" }, {{Response}} ]
            """,
        ["Poll"] = """[ { "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 */1 * * * *" } ]""",
        ["PushTickets"] = $$"""
            [ { "type": "serviceBusTrigger", "direction": "in", "name": "message", "queueName": "lanes", "isSessionsEnabled": true,
                "connection": "ServiceBusConnection", "dataType": "binary" }, {{Client}} ]
            """,
        ["Reconcile"] = """[ { "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 30 2 * * *" } ]""",
        ["RetryFlow"] = """[ { "type": "orchestrationTrigger", "direction": "in", "name": "context" } ]""",
        ["SyncTicket"] = """
            [ { "type": "serviceBusTrigger", "direction": "in", "name": "message", "queueName": "syncs", "isSessionsEnabled": true,
                "connection": "ServiceBusConnection", "dataType": "binary" } ]
            """,
        ["Tend"] = $$"""[ { "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 */5 * * * *" }, {{Client}} ]""",
        ["WakeLane"] = """[ { "type": "activityTrigger", "direction": "in", "name": "input" } ]""",
        ["Webhook"] = $$"""
            [ { "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "anonymous", "methods": [ "head", "post" ],
                "route": "webhooks/{instance}" }, {{Response}} ]
            """,
    };

    public static TheoryData<string> Functions => [.. Bindings.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_has_exactly_its_bindings(string function)
    {
        var expected = new JsonObject { ["bindings"] = JsonNode.Parse(Bindings[function]) };

        var published = JsonNode.Parse(File.ReadAllText(tree.PathOf(function, "function.json")));

        Assert.True(JsonNode.DeepEquals(expected, published), $"{function}/function.json is {published}");
    }

    [Fact]
    public void Each_function_is_alone_in_its_folder_and_no_other_folder_looks_like_one()
    {
        var folders = Directory.GetDirectories(tree.Root).Select(Path.GetFileName);
        var files = Bindings.Keys.SelectMany(function => Directory.GetFileSystemEntries(tree.PathOf(function)));

        Assert.Equal(Bindings.Keys.Order(), folders.Order());
        Assert.All(files, file => Assert.Equal("function.json", Path.GetFileName(file)));
    }

    [Fact]
    public void Every_function_of_the_source_is_published()
    {
        var source = Path.Combine(Repository.Root, "functions", "Triggers");

        var functions = Directory.EnumerateFiles(source, "function.json", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)));

        Assert.Equal(Bindings.Keys.Order(), functions.Order());
    }

    [Fact]
    public void The_host_starts_the_program_and_passes_http_requests_on_as_they_are()
    {
        var host = JsonNode.Parse(File.ReadAllText(tree.PathOf("host.json")))!;
        var handler = host["customHandler"]!;

        Assert.Equal("2.0", (string?)host["version"]);
        Assert.True(File.Exists(tree.PathOf((string)handler["description"]!["defaultExecutablePath"]!)));
        Assert.True((bool?)handler["enableProxyingHttpRequest"]);
        // Forwarding loses bodies without a length; routes in host.json exclude function.json altogether.
        Assert.Null(handler["enableForwardingHttpRequest"]);
        Assert.Null(handler["http"]);
        Assert.Equal("api", (string?)host["extensions"]!["http"]!["routePrefix"]);
        Assert.Equal("Microsoft.Azure.Functions.ExtensionBundle", (string?)host["extensionBundle"]!["id"]);
        Assert.Equal("[4.22.0, 5.0.0)", (string?)host["extensionBundle"]!["version"]);
    }

    [Fact]
    public void A_message_stays_locked_longer_than_any_function_runs()
    {
        var host = JsonNode.Parse(File.ReadAllText(tree.PathOf("host.json")))!;

        var limit = TimeSpan.Parse((string)host["functionTimeout"]!, CultureInfo.InvariantCulture);
        var renewal = TimeSpan.Parse((string)host["extensions"]!["serviceBus"]!["maxAutoLockRenewalDuration"]!, CultureInfo.InvariantCulture);

        // The host waits one minute longer for the handler's answer than a function may run.
        Assert.True(renewal > limit + TimeSpan.FromMinutes(1), $"locks are renewed for {renewal}, functions may run {limit}");
    }

    [Fact]
    public void Flows_have_a_hub_of_their_own_and_no_option_that_a_custom_handler_does_not_bear()
    {
        var durable = JsonNode.Parse(File.ReadAllText(tree.PathOf("host.json")))!["extensions"]!["durableTask"]!.AsObject();

        Assert.Equal("patchbay", (string?)durable["hubName"]);
        Assert.DoesNotContain("extendedSessionsEnabled", durable.Select(option => option.Key));
    }

    [Fact]
    public void The_package_brings_its_own_runtime()
    {
        var configuration = JsonNode.Parse(File.ReadAllText(tree.PathOf("patchbay.runtimeconfig.json")))!;

        var included = configuration["runtimeOptions"]!["includedFrameworks"]!.AsArray().Select(framework => (string?)framework!["name"]);

        Assert.Equal(["Microsoft.AspNetCore.App", "Microsoft.NETCore.App"], included.Order());
        Assert.True(File.Exists(tree.PathOf("libcoreclr.so")));
        Assert.True(File.Exists(tree.PathOf("libe_sqlite3.so")));
    }

    [SkippableFact]
    public void The_program_may_be_executed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no execute permission; deploy from Linux, macOS or WSL");

        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(tree.PathOf("patchbay"));

        Assert.True(mode.HasFlag(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute), $"its mode is {mode}");
    }

    [Theory]
    [InlineData("local.settings*")]
    [InlineData("appsettings*")]
    [InlineData("web.config")]
    [InlineData("*.cs")]
    [InlineData("*.md")]
    [InlineData("patchbay.xml")]
    public void Nothing_of_the_checkout_goes_along(string pattern) =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(tree.Root, pattern, SearchOption.AllDirectories));
}
