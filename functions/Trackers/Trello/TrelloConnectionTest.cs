using System.Text.Json;
using Patchbay.Integrations;

namespace Patchbay.Trackers.Trello;

/// <summary>Finds out who we are on Trello and what we may do on a board, and says what is missing.</summary>
internal sealed class TrelloConnectionTest(TrackerHttp http, Mapping mapping)
{
    private readonly ConnectionProblems problems = new("Trello answered with nothing; is the URL that of its API?");

    /// <summary>Asks Trello; three calls.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        var me = problems.Read(await http.SendAsync(TrackerCall.Get("members/me?fields=id,username"), cancellationToken));
        if (me is null)
        {
            return problems.Result(null);
        }

        var seen = await http.SendAsync(TrackerCall.Get($"boards/{mapping.Project}?fields=name,closed&memberships=me"), cancellationToken);
        if (seen is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound or StatusCodes.Status401Unauthorized })
        {
            problems.Fail($"There is no board {mapping.Project}, or our account is not let onto it.");
        }
        else if (problems.Read(seen) is { } board)
        {
            await CheckAsync(me.Value, board, cancellationToken);
        }

        return problems.Result(me.Value.Text("username"));
    }

    private async Task CheckAsync(JsonElement me, JsonElement board, CancellationToken cancellationToken)
    {
        if (board.Is("closed"))
        {
            problems.Fail($"The board {board.Text("name")} is closed.");
        }

        var membership = board.Member("memberships").Items().FirstOrDefault(m => m.Text("idMember") == me.Text("id"));
        if (membership.ValueKind == JsonValueKind.Undefined)
        {
            problems.Fail($"Our account is no member of the board {board.Text("name")}; invite it.");
        }
        else if (membership.Text("memberType") == "observer")
        {
            problems.Fail($"Our account only observes the board {board.Text("name")}; make it a member.");
        }

        var (statuses, failure) = await new TrelloBoard(http, mapping.Project, mapping).StatusesAsync(cancellationToken);
        if (failure is not null)
        {
            problems.Fail(failure);
        }
        else if (statuses.Count == 1)
        {
            problems.Fail($"The board {board.Text("name")} has no open list to put a card on.");
        }

        foreach (var name in mapping.Statuses.Values.Where(n => failure is null && StatusMove.Find(statuses, n) is null).Distinct())
        {
            problems.Add($"The mapping {mapping.Name} names the list {name}, which is not on the board {board.Text("name")}.");
        }
    }
}
