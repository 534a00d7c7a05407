using Patchbay.Integrations;
using Patchbay.Tests.Integrations;
using Patchbay.Trackers;
using Patchbay.Trackers.AzureDevOps;

namespace Patchbay.Tests.Trackers;

/// <summary>What an instance and a mapping of Azure DevOps must say.</summary>
public sealed class AzureDevOpsKindTests : IDisposable
{
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: true);
    private readonly AzureDevOpsKind kind;

    public AzureDevOpsKindTests() => kind = new AzureDevOpsKind(connections, new MemorySecrets(), new TrackerSettings(), TimeProvider.System);

    public void Dispose() => connections.Dispose();

    [Theory]
    [InlineData("https://dev.azure.com/acme", "token", "7.0", "")]
    [InlineData("https://acme.visualstudio.com", "token", "7.1", "")]
    [InlineData("https://acme.visualstudio.com/DefaultCollection", "token", "7.1", "")]
    [InlineData("https://dev.azure.com/", "token", "7.1", "$.url")]
    [InlineData(null, "", "new", "$.settings.apiVersion $.url $.secrets.token")]
    public void An_instance_is_told_what_is_wrong(string? url, string secret, string version, string paths)
    {
        var instance = new Instance("boards", "azure-devops")
        {
            Url = url,
            Settings = new Dictionary<string, string> { ["apiVersion"] = version },
            Secrets = secret.Length > 0 ? [secret] : [],
        };

        Assert.Equal(paths, string.Join(' ', kind.Check(instance, null).Select(m => m.Path)));
    }

    [Theory]
    [InlineData("Web shop", "Till", "")]
    [InlineData("a/b", "Till", "$.project")]
    [InlineData("Web shop", "Till,Shop", "$.components")]
    public void A_mapping_is_told_what_is_wrong(string project, string components, string paths)
    {
        var mapping = new Mapping("web", "boards", project) { Components = components.Split(',') };

        Assert.Equal(paths, string.Join(' ', kind.Check(new Instance("boards", "azure-devops"), mapping).Select(m => m.Path)));
    }
}
