using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Html;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>The work items of one project in Azure DevOps Boards.</summary>
internal sealed class AzureTracker : ITracker
{
    // Somebody else may be quicker once or twice, not always.
    private const int MostConflicts = 3;

    private readonly AzureApi api;
    private readonly Mapping mapping;
    private readonly AzureTypes types;
    private readonly AzureReader reader;
    private readonly AzureMoves moves;

    /// <summary>Opens the mapping's project.</summary>
    public AzureTracker(AzureApi api, Mapping mapping)
    {
        (this.api, this.mapping) = (api, mapping);
        types = new AzureTypes(api);
        reader = new AzureReader(api, mapping, types);
        moves = new AzureMoves(api, mapping);
    }

    /// <inheritdoc/>
    /// <remarks>A query by tag reads the records, not an index.</remarks>
    public TimeSpan LookUpLag => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new AzureConnectionTest(api, mapping, types).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        var (type, failure) = await types.ForNewAsync(mapping.Project, mapping.IssueType, cancellationToken);
        if (type is null)
        {
            return failure!.ToPush();
        }

        var draft = AzureDraft.New(ticket, mapping, type);
        var call = AzureApi.Patch(HttpMethod.Post, PathOfNew(mapping, type), draft.Changes) with { IsCreation = true };
        var answer = await api.SendAsync(call, cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToPush();
        }

        if (AzureItem.Of(done.Body) is not { } item)
        {
            return new PushResult.Unknown("Azure DevOps' answer to the new work item does not name it.");
        }

        var note = Missing(item, ticket, draft);
        var stuck = mapping.Statuses.ContainsKey(ticket.State) && ticket.IsOpen ? await moves.MoveAsync(item, type, ticket, cancellationToken) : null;
        return new PushResult.Filed(AzureItem.RefOf(api, item.Id), stuck is PushResult.Refused refused ? $"{note} {refused.Reason}".Trim() : note);
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        if (AzureItem.IdOf(known.Key) is not { } id)
        {
            return new PushResult.Refused($"{known.Key} is no work item of Azure DevOps.");
        }

        var wish = ticket;
        for (var attempt = 1; ; attempt++)
        {
            var (item, failure) = await reader.GetAsync(id, cancellationToken);
            if (item is null)
            {
                return failure!;
            }

            var home = item.Project ?? mapping.Project;
            var (type, why) = await types.FindAsync(home, item.Type, cancellationToken);
            if (type is null)
            {
                return why!.ToPush();
            }

            var draft = AzureDraft.Of(wish, mapping, type);
            var tags = AzureChange.Set(AzureField.Tags, AzureTags.Write(AzureTags.Merge(item.Tags, ticket, mapping)));
            var path = AzureApi.Wit(home, string.Create(CultureInfo.InvariantCulture, $"workitems/{id}"));
            AzureChange[] changes = [AzureChange.IsRevision(item.Revision), .. draft.Changes, tags];
            var answer = await api.SendAsync(AzureApi.Patch(HttpMethod.Patch, path, changes), cancellationToken);
            if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status412PreconditionFailed } && attempt < MostConflicts)
            {
                continue;
            }

            // Perhaps the person has left: all else matters more, and the note tells.
            if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status400BadRequest } && wish is { KeepsAssignee: false, Assignee: not null })
            {
                wish = wish with { KeepsAssignee = true };
                continue;
            }

            return answer is TrackerAnswer.Done done ? await EndAsync(done.Body, type, ticket, draft, cancellationToken) : answer.ToPush();
        }
    }

    /// <inheritdoc/>
    public async Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // Who copies an item gets its tags too, but later: the first one made is ours.
        var query = $"SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS '{marker}' ORDER BY [System.Id]";
        var answer = await api.SendAsync(
            TrackerCall.Write(HttpMethod.Post, AzureApi.Wit(mapping.Project, "wiql?$top=1"), new { query }), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToSearch();
        }

        var found = done.Body.Member("workItems");
        return found.ValueKind != JsonValueKind.Array ? new MarkerSearch.Refused("Azure DevOps' answer is no list of work items; is the URL that of the organisation?")
            : found.Items().Select(i => i.Member("id")).FirstOrDefault() is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var number)
                ? new MarkerSearch.Found(AzureItem.RefOf(api, number))
                : new MarkerSearch.NotThere();
    }

    /// <inheritdoc/>
    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken) => reader.ReadAsync(known, cancellationToken);

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new AzureChanges(api, mapping.Project).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) =>
        reader.CommentAsync(known, comment, cancellationToken);

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        new AzureComments(api, mapping.Project, reader).ReadAsync(known, since, cancellationToken);

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(
        PlainTitle.Of(ticket.Title, AzureLimits.TitleCharacters), HtmlRenderer.Render(ticket.Body, AzureLimits.TextCharacters), "html");

    /// <inheritdoc/>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        var (names, failure) = await types.NamesAsync(mapping.Project, cancellationToken);
        if (names is null)
        {
            return failure!.ToProject();
        }

        (var type, failure) = await types.ForNewAsync(mapping.Project, mapping.IssueType, cancellationToken);
        if (type is null)
        {
            return failure!.ToProject();
        }

        var areas = await api.SendAsync(TrackerCall.Get(AzureApi.Wit(mapping.Project, "classificationnodes?$depth=5")), cancellationToken);
        return areas is not TrackerAnswer.Done done ? areas.ToProject() : new ProjectReading.Described(new ProjectDescription
        {
            IssueTypes = [.. names.Select(n => new NamedChoice(n, n))],
            Statuses = type.States,
            Priorities = [.. (type.Find(AzureField.Priority)?.Choices ?? []).Concat(type.Find(AzureField.Severity)?.Choices ?? [])],
            Components = [.. done.Body.Member("value").Items().Where(n => n.Text("structureType") == "area").SelectMany(n => Areas(n, ""))],
            Fields = type.Fields,
        });
    }

    /// <summary>Path by which an item of a type is made.</summary>
    public static string PathOfNew(Mapping mapping, AzureType type) =>
        AzureApi.Wit(mapping.Project, $"workitems/${Uri.EscapeDataString(type.Name)}");

    private static IEnumerable<NamedChoice> Areas(JsonElement node, string above)
    {
        var path = above + (node.Text("name") ?? "");
        return node.Member("children").Items().SelectMany(c => Areas(c, path + "\\")).Prepend(new NamedChoice(path, path));
    }

    private async Task<PushResult> EndAsync(
        JsonElement body, AzureType type, Ticket ticket, AzureDraft draft, CancellationToken cancellationToken) =>
        AzureItem.Of(body) is not { } item
            ? new PushResult.Refused("Azure DevOps' answer is no work item; is the URL that of the organisation?")
            : await moves.MoveAsync(item, type, ticket, cancellationToken)
                ?? new PushResult.Filed(AzureItem.RefOf(api, item.Id), Missing(item, ticket, draft));

    private string? Missing(AzureItem item, Ticket ticket, AzureDraft draft)
    {
        var lost = draft.LeftOut
            .Concat(AzureTags.Lost(item.Tags, ticket, mapping))
            .Concat(TicketLosses.OfAssignee(ticket, item.People))
            .ToList();
        return lost.Count == 0 ? null : $"Azure DevOps left out {string.Join(", ", lost)}.";
    }
}
