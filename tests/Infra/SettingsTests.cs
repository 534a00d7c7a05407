using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Infra;

/// <summary>The sample and the deployment name the settings that the program has, and it takes their values.</summary>
public sealed partial class SettingsTests
{
    // What Azure fills in where the deployment computes a value.
    private static readonly Dictionary<string, string> Computed = new()
    {
        ["storage.properties.primaryEndpoints.table"] = "https://stexample.table.core.windows.net/",
        ["vault.properties.vaultUri"] = "https://kv-example.vault.azure.net/",
        ["serviceBusHost"] = "sbns-example.servicebus.windows.net",
        ["string(maxScanBytes)"] = "1073741824",
        ["tableName"] = "patchbay",
        ["url"] = "https://func-example.azurewebsites.net",
    };

    [Fact]
    public void The_sample_has_a_line_for_every_setting_and_none_besides()
    {
        var settings = NamesOf(typeof(Settings), Settings.Section);

        var sample = Sample().Keys.Where(name => name.StartsWith(Settings.Section, StringComparison.Ordinal));

        Assert.Equal(settings.Order(StringComparer.Ordinal), sample.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_program_takes_the_sample_as_it_stands()
    {
        var settings = Settings.Read(Configuration(Sample()));

        Assert.Equal(new Settings().Scans, settings.Scans with { SpoolFolder = null });
        Assert.Equal(new Settings().Trackers, settings.Trackers);
        Assert.Equal(new Settings().Pushes, settings.Pushes);
        Assert.NotNull(settings.ServiceBus);
    }

    [Fact]
    public void The_program_takes_what_the_deployment_gives_it()
    {
        var site = File.ReadAllText(Path.Combine(BicepCheck.Infra, "site.bicep"));
        var given = AppSetting().Matches(site).ToDictionary(m => m.Groups[1].Value, m => Computed.GetValueOrDefault(m.Groups[2].Value, ""));

        var settings = Settings.Read(Configuration(given));

        Assert.Equal(Computed["storage.properties.primaryEndpoints.table"], settings.Tables!.Endpoint!.ToString());
        Assert.Equal(Computed["vault.properties.vaultUri"], settings.Vault!.Uri!.ToString());
        Assert.Equal(Computed["serviceBusHost"], settings.ServiceBus!.FullyQualifiedNamespace);
        Assert.Equal(Computed["url"], settings.PublicUrl);
    }

    private static Dictionary<string, string> Sample() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")))!["Values"]!.AsObject()
            .ToDictionary(value => value.Key, value => (string)value.Value!);

    // As environment variables reach the program: two underscores for a colon.
    private static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string>> values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value)))
            .Build();

    // Faults are for tests that kill the process; Service Bus has a section of its own, which the host reads too.
    private static IEnumerable<string> NamesOf(Type section, string prefix) => section.GetProperties()
        .Where(property => property.CanWrite && property.Name is not (nameof(Settings.Faults) or nameof(Settings.ServiceBus)))
        .SelectMany(property => property.PropertyType.Namespace!.StartsWith(nameof(Patchbay), StringComparison.Ordinal) && property.PropertyType.IsClass
            ? NamesOf(property.PropertyType, $"{prefix}__{property.Name}")
            : [$"{prefix}__{property.Name}"]);

    [GeneratedRegex(@"\{ name: '((?:Patchbay|ServiceBusConnection)__[^']+)', value: (.+) \}")]
    private static partial Regex AppSetting();
}
