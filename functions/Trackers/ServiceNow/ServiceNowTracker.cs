using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>The records of one table in ServiceNow, given to one group.</summary>
internal sealed class ServiceNowTracker : ITracker
{
    private readonly ServiceNowApi api;
    private readonly Mapping mapping;
    private readonly ServiceNowSettings settings;
    private readonly ServiceNowLists lists;
    private readonly ServiceNowMoves moves;
    private readonly ServiceNowReference group;
    private readonly ConcurrentDictionary<string, ServiceNowReference> people = new(StringComparer.Ordinal);

    /// <summary>Opens the table for a mapping.</summary>
    public ServiceNowTracker(ServiceNowApi api, Mapping mapping)
    {
        (this.api, this.mapping, settings) = (api, mapping, api.Settings);
        lists = new ServiceNowLists(api);
        moves = new ServiceNowMoves(api, lists, mapping);
        group = ServiceNowReference.Group(api, mapping.Project);
    }

    /// <inheritdoc/>
    /// <remarks>A query by column reads the records, not an index.</remarks>
    public TimeSpan LookUpLag => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new ServiceNowConnectionTest(api, mapping, lists, [group, PersonOf(mapping.Assignee)]).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        var (groupId, failure) = await group.FindAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        (var personId, failure) = await PersonOf(ticket.Assignee).FindAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        var draft = ServiceNowDraft.New(ticket, mapping, settings, groupId, personId);
        var answer = await api.SendAsync(TrackerCall.Create($"{settings.Table}?{Reading(draft)}", draft.Values), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToPush();
        }

        if (ServiceNowRecord.Of(done.Body.Member("result")) is not { } record)
        {
            return new PushResult.Unknown("ServiceNow's answer to the new record does not name it.");
        }

        var note = draft.Missing(record);
        var stuck = mapping.Statuses.ContainsKey(ticket.State) && ticket.IsOpen ? await moves.MoveAsync(record, ticket, cancellationToken) : null;
        return new PushResult.Filed(record.RefIn(api), stuck is PushResult.Refused refused ? $"{note} {refused.Reason}".Trim() : note);
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        var (record, failure) = await GetAsync(known, cancellationToken);
        if (record is null)
        {
            return failure!;
        }

        // A person who is not found, perhaps has left, is told in the note: all else matters more.
        var (person, why) = ticket.KeepsAssignee ? (null, null) : await PersonOf(ticket.Assignee).FindAsync(cancellationToken);
        if (why is not (null or TrackerAnswer.Refused))
        {
            return why.ToPush();
        }

        var draft = ServiceNowDraft.Of(ticket, mapping, settings, person);
        var call = TrackerCall.Write(HttpMethod.Patch, $"{settings.Table}/{record.Id}?{Reading(draft)}", draft.Values);
        var answer = await api.SendAsync(call, cancellationToken);
        return answer is not TrackerAnswer.Done done ? answer.ToPush()
            : ServiceNowRecord.Of(done.Body.Member("result")) is not { } now
                ? new PushResult.Refused("ServiceNow's answer is no record; is the URL that of the instance?")
                : await moves.MoveAsync(now, ticket, cancellationToken) ?? new PushResult.Filed(now.RefIn(api), draft.Missing(now));
    }

    /// <inheritdoc/>
    public async Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var query = $"{ServiceNowRecord.MarkerField}={marker}^ORDERBYsys_created_on";
        var answer = await api.ListAsync(settings.Table, query, 10, ServiceNowRecord.FieldsOf(settings), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return answer.ToSearch();
        }

        if (done.Body.Member("result") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return new MarkerSearch.Refused("ServiceNow's answer is no list of records; is the URL that of the instance?");
        }

        // A query by a column that is not there is no error: it answers with every record.
        var ours = rows.Items().Where(r => r.Text(ServiceNowRecord.MarkerField) == marker).Select(ServiceNowRecord.Of).FirstOrDefault(r => r is not null);
        return ours is not null ? new MarkerSearch.Found(ours.RefIn(api))
            : rows.GetArrayLength() > 0
                ? new MarkerSearch.Refused($"The table {settings.Table} has no column {ServiceNowRecord.MarkerField}, by which a lost ticket is found again.")
            : ServiceNowApi.Total(done) > 0
                ? new MarkerSearch.Refused($"A record with the marker {marker} exists, but our account may not read it.")
            : new MarkerSearch.NotThere();
    }

    /// <inheritdoc/>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        var (record, failure) = await GetAsync(known, cancellationToken);
        if (record is null)
        {
            return failure switch
            {
                PushResult.Gone gone => new TicketReading.Gone(gone.Reason),
                PushResult.Later later => new TicketReading.Later(later.After, later.Reason),
                PushResult.Refused refused => new TicketReading.Refused(refused.Reason),
                _ => new TicketReading.Later(null, "ServiceNow gave no usable answer."),
            };
        }

        var (states, why) = await lists.StatesAsync(cancellationToken);
        if (states is null)
        {
            return why!.ToReading();
        }

        // Records name people by id; where we may not read the login, the id will do.
        (var person, why) = await PersonOf(Filled(record.Values.Text(ServiceNowRecord.PersonField))).ReadAsync(cancellationToken);
        return why is null or TrackerAnswer.Refused ? new TicketReading.Seen(Snapshot(record, states, person?.Name)) : why.ToReading();
    }

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new ServiceNowChanges(api).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A journal only grows; its entries are in the record's own words, not in its values.</remarks>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        var (record, failure) = await GetAsync(known, cancellationToken);
        if (record is null)
        {
            return failure!;
        }

        var path = $"{settings.Table}/{record.Id}";
        var journal = await api.SendAsync(
            TrackerCall.Get($"{path}?sysparm_fields={settings.CommentField}&sysparm_display_value=true"), cancellationToken);
        if (journal is not TrackerAnswer.Done done)
        {
            return journal.ToPush();
        }

        if (TicketMarker.IsIn(done.Body.Member("result").Text(settings.CommentField) ?? "", comment.Marker))
        {
            return new PushResult.Filed(known);
        }

        var values = new Dictionary<string, string> { [settings.CommentField] = PlainRenderer.Render(comment.Body, settings.TextCharacters) };
        var call = TrackerCall.Write(HttpMethod.Patch, $"{path}?sysparm_fields=sys_id", values) with { IsCreation = true };
        var made = await api.SendAsync(call, cancellationToken);
        return made is TrackerAnswer.Done ? new PushResult.Filed(known) : made.ToPush();
    }

    /// <inheritdoc/>
    public async Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var (record, failure) = await GetAsync(known, cancellationToken);
        return record is null
            ? CommentReading.Of(failure!)
            : await new ServiceNowJournal(api).ReadAsync(record, since, cancellationToken);
    }

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(
        PlainTitle.Of(ticket.Title, settings.TitleCharacters), PlainRenderer.Render(ticket.Body, settings.TextCharacters), "text");

    /// <inheritdoc/>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        var (states, failure) = await lists.StatesAsync(cancellationToken);
        if (states is null)
        {
            return failure!.ToProject();
        }

        (var codes, failure) = ServiceNowSettings.IsUsed(settings.CloseCodeField)
            ? await lists.ChoicesAsync(settings.CloseCodeField, cancellationToken)
            : ([], null);
        if (codes is null)
        {
            return failure!.ToProject();
        }

        return new ProjectReading.Described(new ProjectDescription
        {
            Statuses = states,
            Resolutions = codes,
            Priorities =
            [
                .. from impact in Enumerable.Range(1, 3)
                   from urgency in Enumerable.Range(1, 3)
                   select new NamedChoice(Invariant($"{impact},{urgency}"), Invariant($"impact {impact}, urgency {urgency}")),
            ],
            Fields = await ServiceNowColumns.ReadAsync(api, cancellationToken),
        });
    }

    private async Task<(ServiceNowRecord? Record, PushResult? Failure)> GetAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (!ServiceNowRecord.IsNumber(known.Key))
        {
            return (null, new PushResult.Refused($"{known.Key} is no record of ServiceNow."));
        }

        var answer = await api.ListAsync(settings.Table, $"number={known.Key}", 2, ServiceNowRecord.FieldsOf(settings), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer.ToPush());
        }

        if (done.Body.Member("result") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return (null, new PushResult.Refused("ServiceNow's answer is no list of records; is the URL that of the instance?"));
        }

        // Rows are counted before those that we may not read are taken away.
        return rows.Items().Select(ServiceNowRecord.Of).FirstOrDefault(r => r?.Number == known.Key) is { } record ? (record, null)
            : ServiceNowApi.Total(done) > 0 ? (null, new PushResult.Refused($"{known.Key} exists, but our account may not read it."))
            : (null, new PushResult.Gone($"There is no {known.Key} in {settings.Table} any more."));
    }

    private ServiceNowReference PersonOf(string? loginOrId) =>
        people.GetOrAdd(loginOrId ?? "", _ => ServiceNowReference.Person(api, loginOrId));

    private TicketSnapshot Snapshot(ServiceNowRecord record, IReadOnlyList<TrackerStatus> states, string? login)
    {
        var state = record.Values.Text(settings.StateField) ?? "";
        return new TicketSnapshot(
            record.RefIn(api), record.Values.Text(settings.TitleField) ?? "", StatusMove.Find(states, state) ?? lists.StateOf(state, state))
        {
            Resolution = Filled(record.Values.Text(settings.CloseCodeField)),
            Priority = Filled(record.Values.Text("priority")),
            Severity = ServiceNowUrgency.SignsOf(record, mapping, settings),
            Assignee = PersonName.For(mapping, login, record.Values.Text(ServiceNowRecord.PersonField)),
            ChangedAt = record.ChangedAt,
        };
    }

    private string Reading(ServiceNowDraft draft) => $"sysparm_fields={ServiceNowRecord.FieldsOf(settings, draft.Values.Keys)}&{ServiceNowApi.Plain}";

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
