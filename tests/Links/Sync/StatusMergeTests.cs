using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Sync;

namespace Patchbay.Tests.Links.Sync;

/// <summary>Three values in, one decision out, for every case that is easy to get wrong.</summary>
public sealed class StatusMergeTests
{
    private static readonly StatusClaim OpenTicket = new(true, null);
    private static readonly StatusClaim ClosedTicket = new(false, null);
    private static readonly StatusClaim NoFlaw = new(false, FindingState.FalsePositive);
    private static readonly StatusClaim Mended = new(false, FindingState.Fixed);
    private static readonly StatusClaim Accepted = new(false, FindingState.RiskAccepted);

    /// <summary>The agreed state; what the ticket said then (null: written since); ours and theirs now; who owns the status; and what follows.</summary>
    public static TheoryData<FindingState, StatusClaim?, FindingState, StatusClaim, FieldOwner, string> Cases => new()
    {
        // Nobody changed anything.
        { FindingState.Open, OpenTicket, FindingState.Open, OpenTicket, FieldOwner.Tracker, "in step" },
        { FindingState.Fixed, ClosedTicket, FindingState.Fixed, ClosedTicket, FieldOwner.Tracker, "in step" },

        // Only theirs changed: it is taken, whoever owns the field.
        { FindingState.Open, OpenTicket, FindingState.Open, ClosedTicket, FieldOwner.Tracker, "take Fixed" },
        { FindingState.Open, OpenTicket, FindingState.Open, NoFlaw, FieldOwner.Patchbay, "take FalsePositive" },
        { FindingState.FalsePositive, NoFlaw, FindingState.FalsePositive, Accepted, FieldOwner.Tracker, "take RiskAccepted" },
        { FindingState.FalsePositive, NoFlaw, FindingState.FalsePositive, OpenTicket, FieldOwner.Tracker, "take Open" },

        // Only ours changed: it is written.
        { FindingState.Open, OpenTicket, FindingState.Fixed, OpenTicket, FieldOwner.Tracker, "write" },
        { FindingState.Fixed, ClosedTicket, FindingState.Open, ClosedTicket, FieldOwner.Tracker, "write" },

        // Ours changed to what the ticket cannot tell apart: nothing is to be written.
        { FindingState.Fixed, ClosedTicket, FindingState.RiskAccepted, ClosedTicket, FieldOwner.Tracker, "in step" },

        // Both changed to the same, or to what fits: a plain closing does not contradict a reason.
        { FindingState.Open, OpenTicket, FindingState.Fixed, ClosedTicket, FieldOwner.Tracker, "in step" },
        { FindingState.Open, OpenTicket, FindingState.FalsePositive, ClosedTicket, FieldOwner.Tracker, "in step" },

        // Both changed and differ: the owner counts, and the other is noted.
        { FindingState.Open, OpenTicket, FindingState.RiskAccepted, NoFlaw, FieldOwner.Tracker, "take FalsePositive, lost RiskAccepted" },
        { FindingState.Open, OpenTicket, FindingState.RiskAccepted, NoFlaw, FieldOwner.Patchbay, "write, lost FalsePositive" },
        { FindingState.Fixed, NoFlaw, FindingState.Open, Accepted, FieldOwner.Patchbay, "write, lost RiskAccepted" },

        // Right after we wrote, only open or closed can be compared.
        { FindingState.FalsePositive, null, FindingState.FalsePositive, ClosedTicket, FieldOwner.Tracker, "in step" },
        { FindingState.FalsePositive, null, FindingState.FalsePositive, OpenTicket, FieldOwner.Tracker, "take Open" },
        { FindingState.Open, null, FindingState.Open, ClosedTicket, FieldOwner.Tracker, "take Fixed" },
        { FindingState.FalsePositive, null, FindingState.FalsePositive, Accepted, FieldOwner.Tracker, "take RiskAccepted" },
        { FindingState.FalsePositive, null, FindingState.FalsePositive, Mended, FieldOwner.Tracker, "in step" },
        { FindingState.FalsePositive, NoFlaw, FindingState.FalsePositive, Mended, FieldOwner.Tracker, "take Fixed" },

        // What policies or scanners set aside, and what the mapping keeps out, is told.
        { FindingState.Ignored, ClosedTicket, FindingState.Ignored, OpenTicket, FieldOwner.Tracker, "told" },
        { FindingState.Open, OpenTicket, FindingState.Open, ClosedTicket, FieldOwner.Off, "told" },
        { FindingState.Open, OpenTicket, FindingState.Fixed, NoFlaw, FieldOwner.Off, "write" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_decides(
        FindingState agreed, StatusClaim? claim, FindingState ours, StatusClaim theirs, FieldOwner owner, string expected)
    {
        var merge = Merge(Of(agreed, claim), ours, theirs, owner);

        Assert.Equal(expected, Words(merge));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_second_look_at_the_same_values_comes_to_the_same_and_takes_nothing_twice(
        FindingState agreed, StatusClaim? claim, FindingState ours, StatusClaim theirs, FieldOwner owner, string first)
    {
        var merge = Merge(Of(agreed, claim), ours, theirs, owner);
        var settled = merge is StatusMerge.Take take ? take.State : ours;

        var again = Merge(merge.Next, settled, theirs, owner);

        Assert.Equal(first.StartsWith("take", StringComparison.Ordinal) ? "in step" : first, Words(again));
        Assert.Equal(merge.Next, again.Next);
    }

    [Fact]
    public void A_status_without_meaning_leaves_the_finding_and_is_told()
    {
        var merge = StatusMerge.Of(new Mapping("issues", "board", "p"), Of(FindingState.Open, OpenTicket), FindingState.Open, null);

        Assert.IsType<StatusMerge.Told>(merge);
        Assert.Equal(Of(FindingState.Open, OpenTicket), merge.Next);
    }

    [Fact]
    public void Two_reasons_that_the_mapping_words_differently_are_written()
    {
        var mapping = new Mapping("issues", "board", "p")
        {
            Resolutions = new Dictionary<FindingState, string> { [FindingState.RiskAccepted] = "Won't Do" },
        };

        var merge = StatusMerge.Of(mapping, Of(FindingState.Fixed, ClosedTicket), FindingState.RiskAccepted, ClosedTicket);

        Assert.IsType<StatusMerge.Write>(merge);
    }

    private static StatusMerge Merge(Agreement agreed, FindingState ours, StatusClaim theirs, FieldOwner owner) =>
        StatusMerge.Of(new Mapping("issues", "board", "p") { Sync = new MappingSync { Status = owner } }, agreed, ours, theirs);

    private static Agreement Of(FindingState state, StatusClaim? claim) =>
        new(state, claim?.IsOpen ?? state == FindingState.Open) { Claim = claim };

    private static string Words(StatusMerge merge) => merge switch
    {
        StatusMerge.InStep => "in step",
        StatusMerge.Take { Lost: { } lost } take => $"take {take.State}, lost {lost}",
        StatusMerge.Take take => $"take {take.State}",
        StatusMerge.Write { Lost: { } lost } => $"write, lost {lost.State}",
        StatusMerge.Write => "write",
        _ => "told",
    };
}
