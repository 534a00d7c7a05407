using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Patchbay.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Infra;

/// <summary>What azure.yaml, the deployment, the functions and the code must say alike.</summary>
public sealed partial class DeploymentTests
{
    // Flex Consumption refuses these or breaks on them; the first two are told by functionAppConfig.
    private static readonly string[] NotOnFlex =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENT", "WEBSITE_TIME_ZONE",
        "SCM_DO_BUILD_DURING_DEPLOYMENT", "ENABLE_ORYX_BUILD", "linuxFxVersion", "alwaysOn",
    ];

    [SkippableFact]
    public async Task Azure_yaml_is_what_azd_expects()
    {
        var schema = Repository.RequireShared("contracts", "azure.yaml.schema.json");

        var said = await NodeTool.RunAsync("Infra/check-azure-yaml.mjs", schema, Path.Combine(Repository.Root, "azure.yaml"));

        Assert.Empty(JsonSerializer.Deserialize<string[]>(said)!);
    }

    [SkippableFact]
    public async Task A_mistake_in_azure_yaml_is_found()
    {
        var schema = Repository.RequireShared("contracts", "azure.yaml.schema.json");
        var planted = Path.GetTempFileName();
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "azure.yaml"));
        await File.WriteAllTextAsync(planted, text.Replace("remoteBuild: false", "remoteBuild: never", StringComparison.Ordinal));

        var said = await NodeTool.RunAsync("Infra/check-azure-yaml.mjs", schema, planted);
        File.Delete(planted);

        Assert.Contains(JsonSerializer.Deserialize<string[]>(said)!, fault => fault.Contains("remoteBuild", StringComparison.Ordinal));
    }

    [Fact]
    public void Azd_finds_the_function_app_by_the_name_of_its_service()
    {
        var service = Service().Match(Text("azure.yaml")).Groups[1].Value;

        Assert.Contains($"'azd-service-name': '{service}'", Text("infra", "site.bicep"), StringComparison.Ordinal);
        Assert.Contains("tags = { 'azd-env-name': environmentName }", Text("infra", "main.bicep"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_identity_has_the_three_roles_on_storage_that_Durable_Functions_needs()
    {
        var roles = Text("infra", "roles.bicep");

        // Blob Data Owner, Table Data Contributor, Queue Data Contributor; their ids are the same in every subscription.
        string[] needed = ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"];
        Assert.Contains("durableTask", Text("host.json"), StringComparison.Ordinal);
        Assert.All(needed, role => Assert.Contains(role, roles, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_queue_is_deployed_with_the_sessions_that_its_function_asks_for()
    {
        var deployed = DeployedQueue().Matches(Text("infra", "servicebus.bicep"))
            .Select(m => (Name: m.Groups[1].Value, Sessions: bool.Parse(m.Groups[2].Value)));
        var handled = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "Triggers"), "function.json", SearchOption.AllDirectories)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["bindings"]![0]!)
            .Where(trigger => (string?)trigger["type"] == "serviceBusTrigger")
            .Select(trigger => (Name: (string)trigger["queueName"]!, Sessions: (bool?)trigger["isSessionsEnabled"] ?? false));
        var known = typeof(Queues).GetFields().Where(f => f.FieldType == typeof(string)).Select(f => (string)f.GetValue(null)!)
            .Select(queue => (Name: queue, Sessions: Queues.HasSessions(queue)));

        Assert.Equal(known.Order(), deployed.Order());
        Assert.Equal(known.Order(), handled.Order());
    }

    [Fact]
    public void The_queues_in_Azure_keep_what_the_code_says_of_queues()
    {
        var deployed = Text("infra", "servicebus.bicep");

        Assert.Contains($"maxDeliveryCount: {Queues.Deliveries}\n", deployed, StringComparison.Ordinal);
        Assert.Contains(
            $"duplicateDetectionHistoryTimeWindow: '{XmlConvert.ToString(Queues.DuplicateWindow)}'\n", deployed, StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_and_no_secret_is_read_or_handed_on()
    {
        var everything = string.Join('\n', Directory.EnumerateFiles(BicepCheck.Infra, "*.bicep").Select(File.ReadAllText));
        var outputs = everything.Split('\n').Where(line => line.StartsWith("output ", StringComparison.Ordinal));

        Assert.DoesNotMatch("(?i)listKeys|listAccountSas|AccountKey=|SharedAccessKey|InstrumentationKey", everything);
        Assert.All(outputs, line => Assert.DoesNotMatch("(?i)key|secret|password|connection", line));
        Assert.Contains("allowSharedKeyAccess: false", everything, StringComparison.Ordinal);
        Assert.Contains("disableLocalAuth: true", everything, StringComparison.Ordinal);
        Assert.Contains("enableRbacAuthorization: true", everything, StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_settings_are_named_once_and_hold_nothing_that_Flex_Consumption_refuses()
    {
        var site = Text("infra", "site.bicep");

        var names = AppSetting().Matches(site).Select(m => m.Groups[1].Value).ToList();

        Assert.Contains("AzureWebJobsStorage__accountName", names);
        Assert.Contains("ServiceBusConnection__fullyQualifiedNamespace", names);
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.All(NotOnFlex, name => Assert.DoesNotContain(name, site, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_parameter_that_azd_fills_exists_and_each_without_a_default_is_filled()
    {
        var main = Text("infra", "main.bicep");
        var filled = JsonNode.Parse(Text("infra", "main.parameters.json"))!["parameters"]!.AsObject().Select(p => p.Key).ToList();
        var declared = Parameter().Matches(main).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Length > 0);

        Assert.All(filled, name => Assert.Contains(name, declared.Keys));
        Assert.All(declared.Where(p => !p.Value), p => Assert.Contains(p.Key, filled));
    }

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [GeneratedRegex(@"^services:\n  (\S+):$", RegexOptions.Multiline)]
    private static partial Regex Service();

    [GeneratedRegex(@"\{ name: '([^']+)', sessions: (true|false) \}")]
    private static partial Regex DeployedQueue();

    [GeneratedRegex(@"\{ name: '([^']+)', value: ")]
    private static partial Regex AppSetting();

    [GeneratedRegex(@"^param (\w+) \w+( =)?", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
