using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Finds out who we are in Azure DevOps and whether a work item as the mapping wants it would be taken, and says what is missing.</summary>
internal sealed class AzureConnectionTest(AzureApi api, Mapping mapping, AzureTypes types)
{
    private readonly ConnectionProblems problems = new("Azure DevOps answered with nothing; is the URL that of the organisation?");

    /// <summary>Asks Azure DevOps; six calls, none of which changes anything.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        var account = await AccountAsync(cancellationToken);
        if (problems.IsUsable)
        {
            await ProjectAsync(cancellationToken);
        }

        if (problems.IsUsable)
        {
            await TypeAsync(cancellationToken);
        }

        return problems.Result(account);
    }

    private async Task<string?> AccountAsync(CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get("_apis/connectionData"), cancellationToken);
        switch (answer)
        {
            case TrackerAnswer.Refused { Status: StatusCodes.Status203NonAuthoritative or (>= 300 and < 400) }:
                problems.Fail("Azure DevOps asks to sign in: the token is wrong, has run out or was revoked.");
                return null;

            // Not every server tells, and a token for work items alone need not be told.
            case TrackerAnswer.Refused { Status: StatusCodes.Status400BadRequest or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound }:
                return null;
            default:
                var user = problems.Read(answer)?.Member("authenticatedUser") ?? default;
                return user.Text("providerDisplayName") ?? user.Text("customDisplayName") ?? user.Text("id");
        }
    }

    private async Task ProjectAsync(CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get($"_apis/projects/{Uri.EscapeDataString(mapping.Project)}"), cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            problems.Fail($"There is no project {mapping.Project}, or our account has no access to it.");
        }
        else if (problems.Read(answer) is { } project && project.Text("state") is { } state && state != "wellFormed")
        {
            problems.Fail($"The project {mapping.Project} is not in use: its state is {state}.");
        }
    }

    private async Task TypeAsync(CancellationToken cancellationToken)
    {
        var (type, failure) = await types.ForNewAsync(mapping.Project, mapping.IssueType, cancellationToken);
        if (type is null)
        {
            problems.Read(failure!);
            return;
        }

        var fields = mapping.Fields.Keys.Where(f => type.Find(f) is null);
        problems.AddRange(fields.Select(f => $"{type.Name} in {mapping.Project} has no field {f}; it will be left out."));
        var states = mapping.Statuses.Values.Where(s => StatusMove.Find(type.States, s) is null).Distinct();
        problems.AddRange(states.Select(
            s => $"{type.Name} in {mapping.Project} has no state {s}; it has {string.Join(", ", type.States.Select(t => t.Name))}."));

        // Only tried, not made: rules, rights and required fields show in what is said to it.
        var trial = new Ticket("pb-000000000000", "Patchbay tests its connection", new TicketBody([new TicketBlock.Mark("pb-000000000000")]))
        {
            Severity = Severity.Medium,
            Fields = mapping.Fields.ToDictionary(f => f.Key, f => f.Value.Contains('{', StringComparison.Ordinal) ? Stand(type, f.Key) : f.Value),
        };
        var draft = AzureDraft.New(trial, mapping, type);
        problems.Read(await api.SendAsync(
            AzureApi.Patch(HttpMethod.Post, $"{AzureTracker.PathOfNew(mapping, type)}?validateOnly=true", draft.Changes), cancellationToken));
    }

    // For a word that only a finding fills: a choice where there are some, else a nought, which is text and number.
    private static string Stand(AzureType type, string field) => type.Find(field)?.Choices is [var choice, ..] ? choice.Name : "0";
}
