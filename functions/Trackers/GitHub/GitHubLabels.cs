using System.Collections.Concurrent;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitHub;

/// <summary>The labels of our tickets: made with a colour before they are first used, and one for the severity at a time.</summary>
internal sealed class GitHubLabels(GitHubApi api, Mapping mapping)
{
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes those labels that the repository lacks.</summary>
    /// <returns>Null, also when we may not make labels; otherwise the wait that GitHub asks for.</returns>
    public async Task<TrackerAnswer.Later?> EnsureAsync(string repository, Ticket ticket, CancellationToken cancellationToken)
    {
        if (known.IsEmpty)
        {
            switch (await api.SendAsync(TrackerCall.Get($"repos/{repository}/labels?per_page=100"), cancellationToken))
            {
                case TrackerAnswer.Done there:
                    Remember(Names(there.Body));
                    break;
                case TrackerAnswer.Later busy:
                    return busy;
                default:
                    // The ticket's own call will be refused too, and says why.
                    return null;
            }
        }

        foreach (var name in TicketLabels.Wanted(mapping, ticket).Where(l => !known.ContainsKey(l)))
        {
            // 422 is "already exists", 403 and 404 that we may not: then the ticket's own answer shows what is missing.
            var body = new { name, color = ColourOf(name), description = "Set by Patchbay" };
            var made = await api.SendAsync(TrackerCall.Write(HttpMethod.Post, $"repos/{repository}/labels", body), cancellationToken);
            if (made is TrackerAnswer.Later busy)
            {
                return busy;
            }

            Remember([name]);
        }

        return null;
    }

    /// <summary>Names in a list of labels as GitHub writes it.</summary>
    public static IEnumerable<string> Names(JsonElement labels) =>
        labels.Items().Select(l => l.ValueKind == JsonValueKind.String ? l.GetString() : l.Text("name")).OfType<string>();

    private void Remember(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            known[name] = true;
        }
    }

    private string ColourOf(string label)
    {
        foreach (var severity in Enum.GetValues<Severity>().Where(s => mapping.LabelOf(s) == label))
        {
            return severity switch
            {
                Severity.Critical => "b60205",
                Severity.High => "d93f0b",
                Severity.Medium => "fbca04",
                Severity.Low => "0e8a16",
                _ => "c5def5",
            };
        }

        return label == TicketWriter.OwnLabel ? "1d76db" : "ededed";
    }
}
