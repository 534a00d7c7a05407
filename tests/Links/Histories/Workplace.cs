using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Findings.Recording;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Policies;
using Patchbay.Storage;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Histories;

/// <summary>One process of the app, put together anew after each kill from what outlives it: the store, the queue and the board.</summary>
public sealed class Workplace
{
    private readonly IStore store;
    private readonly TimeProvider clock;
    private readonly Evaluation evaluation;
    private readonly LaneRun lanes;
    private readonly SyncRun syncs;
    private readonly Lane lane;
    private readonly Polling polling;
    private readonly Decisions decisions;
    private readonly FindingBook findings;
    private readonly Patchbay.Outbox.Outbox outbox;

    public Workplace(IStore lasting, IQueue queue, Board board, Trouble trouble, TimeProvider clock)
    {
        this.clock = clock;
        Process = trouble.Process;
        store = new SteppedStore(lasting, trouble, Process);
        var kinds = new TrackerKinds([new Kind(board, trouble, Process)]);
        Integrations = new IntegrationBook(store, new NoSecrets(), new IntegrationRules(kinds.Check), clock);
        Assets = new AssetBook(store, clock);
        findings = new FindingBook(store);
        Links = new LinkMap(store);
        lane = new Lane(store, queue, clock);
        outbox = new Patchbay.Outbox.Outbox(store, queue, clock);
        decisions = new Decisions(store, findings, new AcceptedRisks(store), outbox, clock);
        var policies = new PolicyBook(store, outbox, clock);
        var fault = new FaultPoint(new FaultSettings());
        var notes = new LaneNotes(store, Integrations, lane, fault, clock);
        var errors = new PushErrors(store, Links);
        var groups = new GroupBook(store, Links, notes, clock);
        var groupNotes = new GroupNotes(store, groups, notes, fault, clock);
        var sync = new TicketSync(Links, new LinkedFindings(findings, groups), decisions, notes, errors, new DriftBook(store, clock), clock);
        var groupDrafts = new GroupDraft(findings, Assets, policies, groups, new GroupWriter(new TicketSettings()));
        var drafts = new TicketDraft(findings, Assets, policies, Links, new TicketWriter(new TicketSettings()), groupDrafts);
        var push = new TicketPush(Links, drafts, sync, new CommentPush(new UnsentComments(store)), errors, new PushSettings { DoubtSeconds = 1 }, fault, clock);
        evaluation = new Evaluation(store, findings, Links, Assets, policies, Integrations, notes, groupNotes, fault, clock);
        lanes = new LaneRun(lane, Links, Integrations, kinds, push, (id, parked, token) => lane.WakeAsync(id, parked.NotBefore, token), clock);
        Desk = new SyncDesk(store, Links, queue, clock);
        syncs = new SyncRun(Desk, Links, Integrations, kinds, sync, new CommentSync(store, clock), clock);
        polling = new Polling(store, Desk, Links, lane, Integrations, kinds, (_, _, _) => Task.CompletedTask, (_, _) => Task.FromResult(false), new PollSettings(), clock);
    }

    public int Process { get; }

    public IntegrationBook Integrations { get; }

    public AssetBook Assets { get; }

    public LinkMap Links { get; }

    public SyncDesk Desk { get; }

    /// <summary>Handles a message as its function would.</summary>
    public Task HandleAsync(Post.Letter letter) => letter.Queue switch
    {
        Queues.Evaluations => evaluation.RunAsync(StoredJson.Read<EvaluationWork>(letter.Message.Body), CancellationToken.None),
        Queues.Lanes => lanes.DrainAsync(StoredJson.Read<LaneId>(letter.Message.Body), CancellationToken.None),
        _ => syncs.RunAsync(StoredJson.Read<SyncWork>(letter.Message.Body), CancellationToken.None),
    };

    /// <summary>What the timer does every minute.</summary>
    public Task PollAsync() => polling.RunAsync(CancellationToken.None);

    /// <summary>A person decides.</summary>
    public Task DecideAsync(string asset, string key, FindingState state) =>
        decisions.DecideAsync(asset, key, new Decision(state, "A person says so.", null, "person"), CancellationToken.None);

    /// <summary>A scan sees the finding, or does not see it any more.</summary>
    public async Task ScanAsync(string asset, string key, bool isThere)
    {
        while (await findings.FindAsync(asset, key, CancellationToken.None) is { } stored)
        {
            var was = stored.Record.State;
            var next = isThere ? StateAfterScan.Of(was, default, isIgnored: false)!.Value
                : StateAfterScan.CanBeAbsent(was) ? FindingState.Fixed : was;
            if (next == was || await TurnAsync(stored, next))
            {
                return;
            }
        }
    }

    /// <summary>What <c>Tend</c> does every few minutes.</summary>
    public async Task TendAsync()
    {
        await outbox.SweepAsync(FindingBook.PartitionOf("shop", History.Key), CancellationToken.None);
        await Desk.SweepAsync("board", CancellationToken.None);
        var id = new LaneId("board", 0);
        var work = await lane.ReadAsync(id, most: 1, CancellationToken.None);
        foreach (var parked in work.Waiting)
        {
            await lane.WakeAsync(id, parked.NotBefore, CancellationToken.None);
        }

        if (work.Ready.Count > 0)
        {
            await lane.WakeAsync(id, null, CancellationToken.None);
        }
    }

    private async Task<bool> TurnAsync(StoredFinding stored, FindingState state)
    {
        var next = stored.Record with { State = state, StateChangedAt = clock.GetUtcNow(), Verdict = null, LastScan = $"s{Guid.NewGuid():n}" };
        var partition = FindingBook.PartitionOf(next.Asset, next.Key);
        var work = new EvaluationWork(next.Asset, null, FindingBook.ShardOf(next.Key), null);
        var message = new OutboxMessage(Queues.Evaluations, new QueueMessage($"scan:{Guid.NewGuid():n}", null, StoredJson.Write(work)));
        await outbox.AnnounceAsync([partition], CancellationToken.None);
        if (!await store.CommitAsync(partition, [stored.Become(next), message.ToRow()], CancellationToken.None))
        {
            return false;
        }

        await outbox.SendAsync(partition, [message], CancellationToken.None);
        return true;
    }

    private sealed class Kind(Board board, Trouble trouble, int process) : ITrackerKind
    {
        string ITrackerKind.Kind => "board";

        public MappingParts Parts => MappingParts.Resolutions;

        public string ProjectHint => "anything";

        public IReadOnlyList<KindSetting> Settings => [];

        public TimeSpan DefaultPace => TimeSpan.Zero;

        public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping) => [];

        public Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) =>
            Task.FromResult<ITracker>(new BoardTracker(board, mapping, trouble, process));
    }

    private sealed class NoSecrets : ISecrets
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task SetAsync(string name, string? value, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
