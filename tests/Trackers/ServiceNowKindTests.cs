using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Integrations;
using Patchbay.Trackers;
using Patchbay.Trackers.ServiceNow;

namespace Patchbay.Tests.Trackers;

/// <summary>What an instance and a mapping of ServiceNow must say.</summary>
public sealed class ServiceNowKindTests : IDisposable
{
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: true);
    private readonly ServiceNowKind kind;

    public ServiceNowKindTests() => kind = new ServiceNowKind(connections, new MemorySecrets(), new TrackerSettings(), TimeProvider.System);

    public void Dispose() => connections.Dispose();

    [Theory]
    [InlineData("https://acme.service-now.com", "user=bot", "password", "")]
    [InlineData("https://acme.service-now.com", "", "apiKey", "")]
    [InlineData("https://acme.service-now.com", "user=bot", "apiKey", "$.secrets")]
    [InlineData("https://acme.service-now.com", "table=X Y", "apiKey", "$.settings.table")]
    [InlineData("https://acme.service-now.com", "doneStates=;", "apiKey", "$.settings.doneStates")]
    [InlineData(null, "", "password", "$.url $.secrets")]
    public void An_instance_is_told_what_is_wrong(string? url, string setting, string secret, string paths)
    {
        var instance = new Instance("snow", "servicenow")
        {
            Url = url,
            Settings = setting.Split('=') is [var name, var value] ? new Dictionary<string, string> { [name] = value } : [],
            Secrets = [secret],
        };

        Assert.Equal(paths, string.Join(' ', kind.Check(instance, null).Select(m => m.Path)));
    }

    [Theory]
    [InlineData("App security", "2,1", "")]
    [InlineData("a^active=false", "2,1", "$.project")]
    [InlineData("App security", "High", "$.priorities.High")]
    public void A_mapping_is_told_what_is_wrong(string project, string priority, string paths)
    {
        var mapping = new Mapping("web", "snow", project) { Priorities = new Dictionary<Severity, string> { [Severity.High] = priority } };

        Assert.Equal(paths, string.Join(' ', kind.Check(new Instance("snow", "servicenow"), mapping).Select(m => m.Path)));
    }
}
