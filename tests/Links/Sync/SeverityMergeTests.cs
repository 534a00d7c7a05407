using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Sync;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Sync;

/// <summary>A priority that people change, and a severity that changes here.</summary>
public sealed class SeverityMergeTests
{
    /// <summary>What the ticket was told and showed (null: written since); ours and theirs now; who owns it; what is taken.</summary>
    public static TheoryData<Severity, Severity?, Severity, Severity, FieldOwner, Severity?> Cases => new()
    {
        { Severity.High, Severity.High, Severity.High, Severity.High, FieldOwner.Tracker, null },

        // Only theirs changed.
        { Severity.High, Severity.High, Severity.High, Severity.Low, FieldOwner.Tracker, Severity.Low },
        { Severity.High, Severity.High, Severity.High, Severity.Low, FieldOwner.Patchbay, Severity.Low },
        { Severity.High, Severity.High, Severity.High, Severity.Low, FieldOwner.Off, null },

        // Only ours changed, or both to the same.
        { Severity.High, Severity.High, Severity.Critical, Severity.High, FieldOwner.Tracker, null },
        { Severity.High, Severity.High, Severity.Low, Severity.Low, FieldOwner.Tracker, null },

        // Both changed and differ.
        { Severity.High, Severity.High, Severity.Critical, Severity.Low, FieldOwner.Tracker, Severity.Low },
        { Severity.High, Severity.High, Severity.Critical, Severity.Low, FieldOwner.Patchbay, null },

        // A tracker that could not set what we wrote shows its default.
        { Severity.High, null, Severity.High, Severity.Medium, FieldOwner.Tracker, null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_decides(Severity told, Severity? shown, Severity ours, Severity theirs, FieldOwner owner, Severity? expected)
    {
        var agreed = new Agreement(FindingState.Open, IsOpen: true) { Severity = told, SeenSeverity = shown };
        var signs = SeveritySigns.OfLabels(new Mapping("issues", "board", "p"), [$"severity: {theirs.ToString().ToLowerInvariant()}"]);

        var merge = SeverityMerge.Of(owner, agreed, ours, signs);
        var again = SeverityMerge.Of(owner, merge.Next, merge.Take ?? ours, signs);

        Assert.Equal(expected, merge.Take);
        Assert.Null(again.Take);
    }
}
