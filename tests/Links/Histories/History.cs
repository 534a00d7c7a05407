using System.Globalization;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Histories;

/// <summary>One random history of a finding and its ticket: rounds in which one side or both change while things go wrong, each ending in rest.</summary>
/// <remarks>The same seed makes the same history, step for step.</remarks>
public sealed class History
{
    public const string Key = "0123456789ab0123456789ab0123456789ab0123";

    private static readonly string?[] Resolutions = ["done", "false", "accepted"];

    private readonly Random random;
    private readonly FakeTime clock = new();
    private readonly MemoryStore store = new();
    private readonly Turns turns;
    private readonly Trouble trouble;
    private readonly Post post;
    private readonly Board board;
    private readonly List<string> hints = [];
    private Workplace workplace;

    public History(int seed)
    {
        random = new Random(seed);
        turns = new Turns(random);
        trouble = new Trouble(random);
        post = new Post(random, clock);
        board = new Board(clock) { Changed = Hint };
        workplace = new Workplace(store, post, board, trouble, clock);
        Rules = new MappingSync
        {
            Status = random.Next(2) == 0 ? FieldOwner.Tracker : FieldOwner.Patchbay,
            Resolutions = new Dictionary<string, FindingState> { ["false"] = FindingState.FalsePositive, ["accepted"] = FindingState.RiskAccepted },
        };
    }

    public MappingSync Rules { get; }

    /// <summary>What happened, for whoever reads of a failure.</summary>
    public List<string> Told { get; } = [];

    public int Kills => trouble.Killed;

    public int StatusWrites => board.StatusWrites;

    public FindingState State => StateNow();

    public Card Ticket => Assert.Single(board.Cards.Values);

    public StatusClaim Claim => StatusClaim.Of(Rules, new TicketSnapshot(Ticket.Ref, "Flaw", Ticket.Status) { Resolution = Ticket.Resolution })!;

    /// <summary>A finding with its ticket, and nothing left to do.</summary>
    public void Begin()
    {
        Do(async () =>
        {
            var editor = new Editor("history", _ => false);
            var mapping = new Mapping("issues", "board", "p")
            {
                Sync = Rules,
                Resolutions = new Dictionary<FindingState, string> { [FindingState.FalsePositive] = "false", [FindingState.RiskAccepted] = "accepted" },
            };
            await workplace.Integrations.PutAsync(new Instance("board", "board"), new Dictionary<string, string?>(), editor, default);
            await workplace.Integrations.PutAsync(mapping, editor, default);
            await workplace.Integrations.PutAsync(new Assignment("all", "issues"), editor, default);
            await workplace.Assets.EnsureAsync("shop", default);
            var finding = Make.Record(Key, Severity.High, clock.GetUtcNow());
            var row = new Change.Add(FindingBook.KeyPrefix + Key, FindingJson.Write(finding));
            await store.CommitAsync(FindingBook.PartitionOf("shop", Key), [row], default);
            await workplace.ScanAsync("shop", Key, isThere: false);
            await workplace.ScanAsync("shop", Key, isThere: true);
        });
        Rest();
    }

    /// <summary>Things go wrong from now on, or do not.</summary>
    public void Upset(bool isUpset) => (trouble.Kills, trouble.Failures) = isUpset ? (0.01, 0.1) : (0, 0);

    /// <summary>Somebody changes the ticket.</summary>
    public void Theirs()
    {
        var isOpen = random.Next(2) == 0;
        var status = !isOpen ? Board.Closed : random.Next(2) == 0 ? Board.Open : Board.InWork;
        board.Set(Ticket, status, isOpen ? null : Resolutions[random.Next(Resolutions.Length)]);
        Told.Add($"ticket: {Ticket.Status.Name} {Ticket.Resolution}");
    }

    /// <summary>A scan or a person changes the finding; it may be killed before it is done.</summary>
    public void Ours()
    {
        Action<Exception?> ended = e => Told.Add($"finding: {StateNow()}{(e is null ? "" : " (" + e.GetType().Name + ")")}");
        var what = random.Next(5);
        var process = workplace;
        turns.Begin(
            () => what switch
            {
                0 => process.ScanAsync("shop", Key, isThere: true),
                1 => process.ScanAsync("shop", Key, isThere: false),
                2 => process.DecideAsync("shop", Key, FindingState.Open),
                3 => process.DecideAsync("shop", Key, FindingState.FalsePositive),
                _ => process.DecideAsync("shop", Key, FindingState.RiskAccepted),
            },
            ended);
    }

    /// <summary>Some steps of whatever is under way; time passes, hints arrive or do not.</summary>
    public void Live()
    {
        clock.Advance(TimeSpan.FromSeconds(random.Next(4)));
        Deliver();
        turns.Run(random.Next(60));
        if (hints.Count > 0 && random.Next(2) == 0)
        {
            var hint = hints[random.Next(hints.Count)];
            Begin(w => w.Desk.WantAsync("board", [hint], [], default));
        }
    }

    /// <summary>Nothing goes wrong any more, and what is left is done; hints that were lost, the poll makes good.</summary>
    public void Rest()
    {
        Upset(false);
        Settle();
        hints.Clear();
        Told.Add(string.Create(CultureInfo.InvariantCulture, $"rest: finding {StateNow()}, ticket {Ticket.Status.Name} {Ticket.Resolution}, {StatusWrites} writes"));
    }

    private void Settle()
    {
        var quiet = 0;
        for (var minutes = 0; quiet < 3; minutes++)
        {
            Assert.True(minutes < 600, "It does not come to rest.");
            Do(() => workplace.TendAsync());
            Do(() => workplace.PollAsync());
            clock.Advance(TimeSpan.FromMinutes(1));
            while (Deliver())
            {
                turns.Run(int.MaxValue);
            }

            quiet = post.Waiting == 0 ? quiet + 1 : 0;
        }
    }

    private bool Deliver()
    {
        Revive();
        if (post.Take() is not { } letter)
        {
            return false;
        }

        var process = workplace;
        turns.Begin(() => process.HandleAsync(letter), e =>
        {
            if (e is not (null or KilledException or ConcurrentChangeException))
            {
                Told.Add($"{letter.Queue} failed: {e}");
            }

            post.End(letter, e is null);
        });
        return true;
    }

    private void Begin(Func<Workplace, Task> work)
    {
        Revive();
        var process = workplace;
        turns.Begin(() => work(process), _ => { });
    }

    private void Do(Func<Task> work)
    {
        Revive();
        Exception? failed = null;
        turns.Begin(work, e => failed = e);
        turns.Run(int.MaxValue);
        Assert.Null(failed);
    }

    private void Revive()
    {
        if (workplace.Process != trouble.Process)
        {
            Told.Add("killed");
            workplace = new Workplace(store, post, board, trouble, clock);
        }
    }

    // A webhook comes once, twice, later or never.
    private void Hint(string key) => hints.AddRange(Enumerable.Repeat(key, random.Next(3)));

    private FindingState StateNow() =>
        StoredFinding.Of(store.FindAsync(FindingBook.PartitionOf("shop", Key), FindingBook.KeyPrefix + Key, default).Result!).Record.State;
}
