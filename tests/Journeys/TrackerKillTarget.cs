using Patchbay.Tests.Trackers;
using Patchbay.Tests.Trackers.Fakes;

namespace Patchbay.Tests.Journeys;

/// <summary>A tracker in which a killed process files tickets: how the real process is connected to it.</summary>
internal sealed record TrackerKillTarget(IHttpProject Tracker, string Kind, string Project, string SecretName)
{
    /// <summary>The kinds that are called over HTTP, but for GitHub, which has a journey of its own.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["jira-cloud", "jira-server", "gitlab", "azure-devops", "servicenow", "redmine", "trello"];

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public static async Task<TrackerKillTarget> OpenAsync(string kind)
    {
        switch (kind)
        {
            case "jira-cloud":
                return new(await JiraProject.OpenAsync(isCloud: true), kind, FakeJira.Project, "apiToken")
                {
                    Settings = new Dictionary<string, string> { ["email"] = "bot@example.com", ["searchLagSeconds"] = "2" },
                };
            case "jira-server":
                return new(await JiraProject.OpenAsync(isCloud: false), kind, FakeJira.Project, "token")
                {
                    Settings = new Dictionary<string, string> { ["searchLagSeconds"] = "2" },
                };
            case "gitlab":
                return new(await GitLabProject.OpenAsync(TimeProvider.System), kind, FakeGitLab.Project, "token");
            case "azure-devops":
                return new(await AzureProject.OpenAsync(), kind, FakeAzure.Project, "token");
            case "servicenow":
                return new(await ServiceNowProject.OpenAsync(), kind, FakeServiceNow.Group, "password")
                {
                    Settings = new Dictionary<string, string> { ["user"] = "patchbay" },
                };
            case "redmine":
                var redmine = await RedmineProject.OpenAsync(TimeProvider.System);
                return new(redmine, kind, redmine.Identifier, "apiKey")
                {
                    Settings = new Dictionary<string, string> { ["labelsField"] = "2", ["markerField"] = "1" },
                };
            case "trello":
                var trello = await TrelloProject.OpenAsync(TimeProvider.System);
                return new(trello, kind, FakeTrello.Board, "token")
                {
                    Settings = new Dictionary<string, string> { ["key"] = trello.Key },
                };
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such target.");
        }
    }
}
