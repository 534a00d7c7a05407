using Patchbay.Findings;
using Patchbay.Findings.Recording;

namespace Patchbay.Tests.Findings;

/// <summary>The table of what a scan does to a state.</summary>
public sealed class StateAfterScanTests
{
    [Theory]
    [InlineData(null, ReportedState.Open, FindingState.Open)]
    [InlineData(null, ReportedState.Suppressed, FindingState.Suppressed)]
    [InlineData(null, ReportedState.FalsePositive, FindingState.Suppressed)]
    [InlineData(null, ReportedState.Fixed, null)]
    [InlineData(FindingState.Open, ReportedState.Open, FindingState.Open)]
    [InlineData(FindingState.Fixed, ReportedState.Open, FindingState.Open)]
    [InlineData(FindingState.Absent, ReportedState.Open, FindingState.Open)]
    [InlineData(FindingState.Suppressed, ReportedState.Open, FindingState.Open)]
    [InlineData(FindingState.Ignored, ReportedState.Open, FindingState.Open)]
    [InlineData(FindingState.FalsePositive, ReportedState.Open, FindingState.FalsePositive)]
    [InlineData(FindingState.RiskAccepted, ReportedState.Open, FindingState.RiskAccepted)]
    [InlineData(FindingState.Open, ReportedState.Suppressed, FindingState.Suppressed)]
    [InlineData(FindingState.Fixed, ReportedState.Suppressed, FindingState.Suppressed)]
    [InlineData(FindingState.RiskAccepted, ReportedState.Suppressed, FindingState.RiskAccepted)]
    [InlineData(FindingState.Open, ReportedState.Fixed, FindingState.Fixed)]
    [InlineData(FindingState.Suppressed, ReportedState.Fixed, FindingState.Fixed)]
    [InlineData(FindingState.FalsePositive, ReportedState.Fixed, FindingState.FalsePositive)]
    public void A_report_changes_a_state_unless_a_person_decided(FindingState? known, ReportedState reported, FindingState? then)
    {
        Assert.Equal(then, StateAfterScan.Of(known, reported, isIgnored: false));
    }

    [Theory]
    [InlineData(null, ReportedState.Open, FindingState.Ignored)]
    [InlineData(FindingState.Open, ReportedState.Open, FindingState.Ignored)]
    [InlineData(FindingState.Fixed, ReportedState.Open, FindingState.Ignored)]
    [InlineData(FindingState.FalsePositive, ReportedState.Open, FindingState.FalsePositive)]
    [InlineData(FindingState.Open, ReportedState.Suppressed, FindingState.Suppressed)]
    public void An_ignored_path_sets_aside_what_would_be_open(FindingState? known, ReportedState reported, FindingState? then)
    {
        Assert.Equal(then, StateAfterScan.Of(known, reported, isIgnored: true));
    }

    [Theory]
    [InlineData(null, FindingState.Open, true, true)]
    [InlineData(null, FindingState.Suppressed, true, false)]
    [InlineData(null, FindingState.Ignored, true, false)]
    [InlineData(FindingState.Open, FindingState.Open, true, true)]
    [InlineData(FindingState.Open, FindingState.Open, false, false)]
    [InlineData(FindingState.Open, FindingState.Absent, false, false)]
    [InlineData(FindingState.Absent, FindingState.Open, false, false)]
    [InlineData(FindingState.Absent, FindingState.Open, true, true)]
    [InlineData(FindingState.Open, FindingState.Fixed, false, true)]
    [InlineData(FindingState.Fixed, FindingState.Open, false, true)]
    [InlineData(FindingState.Open, FindingState.Suppressed, false, true)]
    [InlineData(FindingState.Open, FindingState.Ignored, false, true)]
    [InlineData(FindingState.Suppressed, FindingState.Suppressed, true, false)]
    [InlineData(FindingState.FalsePositive, FindingState.FalsePositive, true, true)]
    public void The_policies_look_again_at_what_may_change_a_ticket(
        FindingState? was, FindingState now, bool isContentChanged, bool concerns)
    {
        Assert.Equal(concerns, StateAfterScan.ConcernsPolicies(was, now, isContentChanged));
    }
}
