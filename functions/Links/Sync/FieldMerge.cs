using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Merges assignee and labels of a ticket: what both sides agreed on, ours and theirs. Pure.</summary>
/// <param name="Agreed">What is agreed on from now on; where ours says something else, that is still to be written.</param>
/// <param name="Ours">What our side says from now on.</param>
public sealed record FieldMerge(LinkFields Agreed, LinkFields Ours)
{
    /// <summary>Merges.</summary>
    /// <param name="agreed">The base; null at the first look, when the ticket's own values are it.</param>
    /// <param name="ours">Null as long as nobody set anything here.</param>
    public static FieldMerge Of(MappingSync rules, LinkFields? agreed, LinkFields? ours, LinkFields theirs)
    {
        if (agreed is null)
        {
            return new FieldMerge(theirs, ours ?? theirs);
        }

        var mine = ours ?? agreed;
        var (baseAssignee, assignee) = Assignee(rules.Assignee, agreed, mine, theirs);
        var isOff = rules.Labels == FieldOwner.Off;
        return new FieldMerge(
            new LinkFields(baseAssignee, isOff ? agreed.Labels : theirs.Labels),
            new LinkFields(assignee, isOff ? mine.Labels : Labels(agreed, mine, theirs)));
    }

    private static (string? Agreed, string? Ours) Assignee(FieldOwner owner, LinkFields agreed, LinkFields ours, LinkFields theirs)
    {
        var isTheirsNew = !theirs.HasSameAssignee(agreed);
        var isOursNew = !ours.HasSameAssignee(agreed);
        if (!isTheirsNew || owner == FieldOwner.Off)
        {
            return (agreed.Assignee, ours.Assignee);
        }

        // Theirs gives way only once ours is written: should ours be taken back before, theirs still counts.
        return isOursNew && owner == FieldOwner.Patchbay && !ours.HasSameAssignee(theirs)
            ? (agreed.Assignee, ours.Assignee)
            : (theirs.Assignee, theirs.Assignee);
    }

    // A label that one side adds and the other takes away cannot be: it was there before, or it was not. So nobody has to give way.
    private static IReadOnlyList<string> Labels(LinkFields agreed, LinkFields ours, LinkFields theirs) =>
        [.. ours.Labels.Except(agreed.LabelsNotIn(theirs), LabelComparer.Instance).Union(theirs.LabelsNotIn(agreed), LabelComparer.Instance)];
}
