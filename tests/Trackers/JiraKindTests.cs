using Patchbay.Integrations;
using Patchbay.Tests.Integrations;
using Patchbay.Trackers;
using Patchbay.Trackers.Jira;

namespace Patchbay.Tests.Trackers;

public sealed class JiraKindTests : IDisposable
{
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: true);
    private readonly TrackerKinds kinds;

    public JiraKindTests() => kinds = new TrackerKinds(
    [
        new JiraCloudKind(connections, new MemorySecrets(), new TrackerSettings(), TimeProvider.System),
        new JiraServerKind(connections, new MemorySecrets(), new TrackerSettings(), TimeProvider.System),
    ]);

    [Theory]
    [InlineData("jira-cloud", "https://acme.atlassian.net", "email=a@example.com", "apiToken", "")]
    [InlineData("jira-cloud", null, "", "", "$.url $.settings.email $.secrets.apiToken")]
    [InlineData("jira-cloud", "https://acme.atlassian.net", "email=nobody", "apiToken", "$.settings.email")]
    [InlineData("jira-cloud", "https://api.atlassian.com/ex/jira/1", "email=a@example.com", "apiToken", "$.settings.siteUrl")]
    [InlineData("jira-server", "https://jira.example/jira", "", "token", "")]
    [InlineData("jira-server", "https://jira.example", "user=bot", "password", "")]
    [InlineData("jira-server", "https://jira.example", "user=bot", "", "$.secrets")]
    [InlineData("jira-server", "https://jira.example", "user=bot", "token", "$.secrets")]
    [InlineData("jira-server", null, "", "", "$.url $.secrets")]
    [InlineData("jira-server", "https://jira.example", "textCharacters=5", "token", "$.settings.textCharacters")]
    public void An_instance_is_told_what_is_wrong(string kind, string? url, string setting, string secret, string paths)
    {
        var parts = setting.Split('=');
        var instance = new Instance("jira", kind)
        {
            Url = url,
            Settings = parts is [var name, var value] ? new Dictionary<string, string> { [name] = value } : [],
            Secrets = secret.Length > 0 ? [secret] : [],
        };

        var mistakes = kinds.Check(instance, null);

        Assert.Equal(paths, string.Join(' ', mistakes!.Select(m => m.Path)));
    }

    [Theory]
    [InlineData("SEC", "team", "")]
    [InlineData("sec", "team", "$.project")]
    [InlineData("SEC/../X", "team", "$.project")]
    [InlineData("SEC", "long", "$.labels")]
    public void A_mapping_is_told_what_is_wrong(string project, string label, string paths)
    {
        var mapping = new Mapping("web", "jira", project) { Labels = [label == "long" ? new string('x', 256) : label] };

        var mistakes = kinds.Check(new Instance("jira", "jira-cloud"), mapping);

        Assert.Equal(paths, string.Join(' ', mistakes!.Select(m => m.Path)));
    }

    public void Dispose() => connections.Dispose();
}
