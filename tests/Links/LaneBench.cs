using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Policies;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

/// <summary>A lane with everything around it: a store in memory, a scripted tracker, a queue that only notes, a clock that stands still.</summary>
public sealed class LaneBench
{
    private int made;

    /// <param name="kind">A real tracker's kind in place of the scripted one.</param>
    public LaneBench(int? paceMilliseconds = 0, Func<TimeProvider, ITrackerKind>? kind = null)
    {
        Tracker = new ScriptedTracker(Clock);
        var kinds = new TrackerKinds([new Kind(Tracker), .. kind is null ? [] : new[] { kind(Clock) }]);
        Kinds = kinds;
        var book = new IntegrationBook(Store, new NoSecrets(), new IntegrationRules(kinds.Check), Clock);
        Instance = new Instance("board", "scripted") { PaceMilliseconds = paceMilliseconds };
        Integrations = book;
        Links = new LinkMap(Store);
        Lane = new Lane(Store, Queue, Clock);
        Errors = new PushErrors(Store, Links);
        var notes = new LaneNotes(Store, book, Lane, new FaultPoint(new FaultSettings()), Clock);
        Drifts = new DriftBook(Store, Clock);
        Findings = new FindingBook(Store);
        var outbox = new Patchbay.Outbox.Outbox(Store, Queue, Clock);
        Decisions = new Decisions(Store, Findings, new AcceptedRisks(Store), outbox, Clock);
        Comments = new CommentDesk(Store, Findings, Links, book, notes, Queue, Clock);
        Groups = new GroupBook(Store, Links, notes, Clock);
        var sync = new TicketSync(Links, new LinkedFindings(Findings, Groups), Decisions, notes, Errors, Drifts, Clock);
        Reconciliation = new Reconciliation(
            new AssetBook(Store, Clock), Links, book, kinds, sync, Drifts, new ReconcileSettings { PauseMilliseconds = 0, TicketsPerRun = 3 }, Clock);
        Desk = new SyncDesk(Store, Links, Queue, Clock);
        Syncs = new SyncRun(Desk, Links, book, kinds, sync, new CommentSync(Store, Clock), Clock);
        Polling = new Polling(Store, Desk, Links, Lane, book, kinds, (instance, changed, cancellation) => OnChanges(instance, changed, cancellation),
            (_, _) => Task.FromResult(HookTells), new PollSettings(), Clock);
        var groupNotes = new GroupNotes(Store, Groups, notes, new FaultPoint(new FaultSettings()), Clock);
        Actions = new LinkActions(Store, Links, Findings, notes, groupNotes, Queue, Clock);
        var policies = new PolicyBook(Store, outbox, Clock);
        var groupDrafts = new GroupDraft(
            Findings, new AssetBook(Store, Clock), policies, Groups, new GroupWriter(new TicketSettings()));
        var drafts = new TicketDraft(
            Findings, new AssetBook(Store, Clock), policies, Links, new TicketWriter(new TicketSettings()), groupDrafts);
        Evaluation = new Evaluation(
            Store, Findings, Links, new AssetBook(Store, Clock), policies, book, notes, groupNotes,
            new FaultPoint(new FaultSettings()), Clock);
        var push = new TicketPush(Links, drafts, sync, new CommentPush(new UnsentComments(Store)), Errors, new PushSettings(), new FaultPoint(new FaultSettings()), Clock);
        Run = new LaneRun(Lane, Links, book, kinds, push, NoteRetryAsync, Clock);
    }

    public FakeTime Clock { get; } = new();

    public MemoryStore Store { get; } = new();

    public NotedQueue Queue { get; } = new();

    /// <summary>Parked pushes that somebody shall look at, and when.</summary>
    public List<PendingPush> Retries { get; } = [];

    public ScriptedTracker Tracker { get; }

    public Instance Instance { get; init; }

    public TrackerKinds Kinds { get; }

    public IntegrationBook Integrations { get; }

    public LinkMap Links { get; }

    public GroupBook Groups { get; }

    public Evaluation Evaluation { get; }

    public Lane Lane { get; }

    public LaneRun Run { get; }

    public PushErrors Errors { get; }

    public LinkActions Actions { get; }

    public DriftBook Drifts { get; }

    /// <summary>Looks at three tickets in a run.</summary>
    public Reconciliation Reconciliation { get; }

    public FindingBook Findings { get; }

    public Decisions Decisions { get; }

    public CommentDesk Comments { get; }

    public SyncDesk Desk { get; }

    public SyncRun Syncs { get; }

    public Polling Polling { get; }

    /// <summary>Whether the instance's webhook tells what changes.</summary>
    public bool HookTells { get; set; }

    /// <summary>Is told what a poll found.</summary>
    public ChangesFound OnChanges { get; set; } = (_, _, _) => Task.CompletedTask;

    public LaneId Id => new(Instance.Name, 0);

    public Task DrainAsync() => Run.DrainAsync(Id, CancellationToken.None);

    public async Task<LaneBench> ConnectedAsync(Func<Mapping, Mapping>? change = null)
    {
        await Integrations.PutAsync(Instance, new Dictionary<string, string?>(), new Editor("bench", _ => false), CancellationToken.None);
        var mapping = new Mapping("issues", Instance.Name, "project");
        await Integrations.PutAsync(change?.Invoke(mapping) ?? mapping, new Editor("bench", _ => false), CancellationToken.None);
        await new AssetBook(Store, Clock).EnsureAsync("shop", CancellationToken.None);
        return this;
    }

    /// <summary>Stores a finding with a wish for a ticket, and notes it in the lane.</summary>
    public async Task<LinkRef> WishAsync(Severity severity = Severity.High)
    {
        var finding = Make.Record($"{++made:x12}{made:x28}", severity, Clock.GetUtcNow());
        var link = new Link
        {
            Asset = finding.Asset,
            FindingKey = finding.Key,
            Mapping = "issues",
            Marker = TicketMarker.For(finding.Asset, finding.Key, "issues"),
            State = LinkState.Wanted,
            Severity = severity,
            WantedAt = Clock.GetUtcNow(),
            ChangedAt = Clock.GetUtcNow(),
        };
        await Store.CommitAsync(
            link.Ref.Partition,
            [new Change.Add(link.Ref.Key, StoredJson.Write(link)), new Change.Add(FindingBook.KeyPrefix + finding.Key, StoredJson.Write(finding))],
            CancellationToken.None);
        Tracker.Names[link.Marker] = $"pb-{made}";
        await NoteAsync(link);
        return link.Ref;
    }

    public async Task<Link> LinkAsync(LinkRef name) => (await Links.FindAsync(name, CancellationToken.None))!.Link;

    /// <summary>Changes the wish, as an evaluation would.</summary>
    public async Task ChangeAsync(LinkRef name, Func<Link, Link> next)
    {
        var stored = (await Links.FindAsync(name, CancellationToken.None))!;
        await Links.BecomeAsync(stored, next(stored.Link), CancellationToken.None);
        await NoteAsync(next(stored.Link));
    }

    /// <summary>Changes the finding's state and the wish, as a scan and its evaluation would.</summary>
    public async Task TurnAsync(LinkRef name, FindingState state, Func<Link, Link> next)
    {
        await TurnAsync(name, state);
        await ChangeAsync(name, next);
    }

    /// <summary>Changes the finding's state, as a scan would.</summary>
    public async Task TurnAsync(LinkRef name, FindingState state)
    {
        var stored = (await Findings.FindAsync(name.Asset, name.FindingKey, CancellationToken.None))!;
        var next = stored.Record with { State = state, StateChangedAt = Clock.GetUtcNow(), LastScan = "s2" };
        Assert.True(await Store.CommitAsync(name.Partition, [stored.Become(next)], CancellationToken.None));
    }

    public async Task<FindingRecord> FindingAsync(LinkRef name) =>
        (await Findings.FindAsync(name.Asset, name.FindingKey, CancellationToken.None))!.Record;

    private Task NoteAsync(Link link) =>
        Lane.NoteAsync(Id, [new PendingPush(link.Ref, link.Severity, link.WantedAt)], CancellationToken.None);

    private Task NoteRetryAsync(LaneId lane, PendingPush parked, CancellationToken cancellationToken)
    {
        Assert.Equal(Id, lane);
        Retries.Add(parked);
        return Task.CompletedTask;
    }

    private sealed class Kind(ScriptedTracker tracker) : ITrackerKind
    {
        string ITrackerKind.Kind => "scripted";

        MappingParts ITrackerKind.Parts => MappingParts.None;

        public string ProjectHint => "anything";

        public IReadOnlyList<KindSetting> Settings => [];

        public TimeSpan DefaultPace => TimeSpan.Zero;

        public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping) => [];

        public Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) =>
            Task.FromResult<ITracker>(tracker);
    }

    private sealed class NoSecrets : ISecrets
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task SetAsync(string name, string? value, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>A queue that only notes what is sent.</summary>
public sealed class NotedQueue : IQueue
{
    public List<QueueMessage> Sent { get; } = [];

    /// <summary>Called before each sending; a test throws here to play a crash.</summary>
    public Action? BeforeSend { get; set; }

    public Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        BeforeSend?.Invoke();
        lock (Sent)
        {
            Sent.AddRange(messages);
        }

        return Task.CompletedTask;
    }
}
