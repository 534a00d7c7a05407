using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Integrations;
using Patchbay.Trackers;
using Patchbay.Trackers.GitLab;
using Patchbay.Trackers.Redmine;
using Patchbay.Trackers.Trello;

namespace Patchbay.Tests.Trackers;

public sealed class KindCheckTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: true);
    private readonly TrackerKinds kinds;

    public KindCheckTests()
    {
        var (secrets, settings, clock) = (new MemorySecrets(), new TrackerSettings(), TimeProvider.System);
        kinds = new TrackerKinds(
        [
            new RedmineTrackerKind(connections, secrets, settings, clock), new GitLabTrackerKind(connections, secrets, settings, clock),
            new TrelloTrackerKind(connections, secrets, settings, clock),
        ]);
    }

    [Theory]
    [InlineData("redmine", "https://redmine.example/r", "textFormat=markdown", "apiKey", "")]
    [InlineData("redmine", null, "textFormat=html", "", "$.settings.textFormat $.url $.secrets")]
    [InlineData("gitlab", null, "confidential=true", "token", "")]
    [InlineData("gitlab", "https://git.example/api/v4/", "", "token", "")]
    [InlineData("gitlab", "https://git.example", "confidential=maybe", "", "$.settings.confidential $.secrets $.url")]
    [InlineData("trello", null, "key=" + Key, "token", "")]
    [InlineData("trello", null, "", "", "$.settings.key $.secrets")]
    [InlineData("trello", null, "key=secret", "token", "$.settings.key")]
    public void An_instance_is_told_what_is_wrong(string kind, string? url, string setting, string secret, string paths)
    {
        var parts = setting.Split('=');
        var instance = new Instance("tracker", kind)
        {
            Url = url,
            Settings = parts is [var name, var value] ? new Dictionary<string, string> { [name] = value } : [],
            Secrets = secret.Length > 0 ? [secret] : [],
        };

        var mistakes = kinds.Check(instance, null);

        Assert.Equal(paths, string.Join(' ', mistakes!.Select(m => m.Path)));
    }

    [Theory]
    [InlineData("redmine", "web-shop_2", "")]
    [InlineData("redmine", "Web/../x", "$.project")]
    [InlineData("gitlab", "group/team/project", "")]
    [InlineData("gitlab", "12", "")]
    [InlineData("gitlab", "group/../project", "$.project")]
    [InlineData("gitlab", "project", "$.project")]
    [InlineData("trello", "AbCd1234", "")]
    [InlineData("trello", "5f00000000000000000000aa", "")]
    [InlineData("trello", "AbCd1234/cards", "$.project")]
    public void A_project_is_told_when_it_is_none(string kind, string project, string paths)
    {
        var mistakes = kinds.Check(new Instance("tracker", kind), new Mapping("web", "tracker", project));

        Assert.Equal(paths, string.Join(' ', mistakes!.Select(m => m.Path)));
    }

    [Fact]
    public void What_a_kind_cannot_do_is_told()
    {
        var mapping = new Mapping("web", "tracker", "group/project")
        {
            IssueType = "Epic",
            Components = ["a", "b"],
            Labels = ["one, two"],
            Statuses = new Dictionary<FindingState, string> { [FindingState.Fixed] = "Done" },
        };

        Assert.Equal(
            ["$.components", "$.issueType", "$.statuses.Fixed", "$.labels"],
            kinds.Check(new Instance("tracker", "gitlab"), mapping)!.Select(m => m.Path));
        Assert.Equal(
            ["$.components"], kinds.Check(new Instance("tracker", "redmine"), mapping with { Project = "web" })!.Select(m => m.Path));
    }

    public void Dispose() => connections.Dispose();
}
