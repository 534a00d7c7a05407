using Patchbay.Integrations;
using Patchbay.Links.Sync;

namespace Patchbay.Tests.Links.Sync;

/// <summary>Who has a ticket, and its labels: three values in, one out, and what is still to be written.</summary>
public sealed class FieldMergeTests
{
    /// <summary>The base, ours and theirs as <c>assignee:labels</c>; who owns the assignee; what ours becomes, and whether it is to be written.</summary>
    public static TheoryData<string?, string?, string, FieldOwner, string, bool> Cases => new()
    {
        // The first look takes what is there.
        { null, null, "kim:a", FieldOwner.Tracker, "kim:a", false },

        // Only theirs changed.
        { "kim:a", "kim:a", "lee:a,b", FieldOwner.Patchbay, "lee:a,b", false },
        { "kim:a", "kim:a", ":", FieldOwner.Tracker, ":", false },

        // Only ours changed.
        { "kim:a", "lee:a,b", "kim:a", FieldOwner.Tracker, "lee:a,b", true },
        { "kim:a", ":", "kim:a", FieldOwner.Tracker, ":", true },

        // Both changed to the same, in another case and order.
        { "kim:a", "LEE:b,a", "lee:a,b", FieldOwner.Tracker, "lee:b,a", false },

        // Both changed: the owner has the assignee; labels of both stay, and what either took away is gone.
        { "kim:a,b", "lee:a,b,c", "max:b,d", FieldOwner.Tracker, "max:b,c,d", true },
        { "kim:a", "lee:a", "max:a", FieldOwner.Patchbay, "lee:a", true },
        { "kim:a", "lee:a", "max:a", FieldOwner.Tracker, "max:a", false },

        // Theirs does not count.
        { "kim:a", "kim:a", "lee:a", FieldOwner.Off, "kim:a", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_merges(string? agreed, string? ours, string theirs, FieldOwner owner, string expected, bool isToBeWritten)
    {
        var merge = FieldMerge.Of(new MappingSync { Assignee = owner }, Read(agreed), Read(ours), Read(theirs)!);

        Assert.True(Read(expected)!.IsSame(merge.Ours), $"{merge.Ours.Assignee}:{string.Join(',', merge.Ours.Labels)}");
        Assert.Equal(isToBeWritten, !merge.Ours.IsSame(merge.Agreed));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_second_look_comes_to_the_same(
        string? agreed, string? ours, string theirs, FieldOwner owner, string expected, bool isToBeWritten)
    {
        var rules = new MappingSync { Assignee = owner };
        var first = FieldMerge.Of(rules, Read(agreed), Read(ours), Read(theirs)!);

        var again = FieldMerge.Of(rules, first.Agreed, first.Ours, Read(theirs)!);

        Assert.True(again.Ours.IsSame(Read(expected)!));
        Assert.Equal(isToBeWritten, !again.Ours.IsSame(again.Agreed));
    }

    [Fact]
    public void Labels_that_do_not_count_are_neither_taken_nor_taken_away()
    {
        var merge = FieldMerge.Of(new MappingSync { Labels = FieldOwner.Off }, Read("kim:a"), Read("kim:a,b"), Read("kim:c")!);

        Assert.True(merge.Ours.IsSame(Read("kim:a,b")!));
        Assert.True(merge.Agreed.IsSame(Read("kim:a")!));
    }

    private static LinkFields? Read(string? text) => text?.Split(':') is [var assignee, var labels]
        ? new LinkFields(assignee.Length == 0 ? null : assignee, labels.Split(',', StringSplitOptions.RemoveEmptyEntries))
        : null;
}
