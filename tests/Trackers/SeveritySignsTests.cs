using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

public sealed class SeveritySignsTests
{
    // Critical and high are written alike, info nowhere.
    private static readonly Mapping Urgent = MakeTicket.ShopMapping with
    {
        Priorities = new Dictionary<Severity, string>
        {
            [Severity.Critical] = "Urgent",
            [Severity.High] = "urgent",
            [Severity.Medium] = "Normal",
            [Severity.Low] = "Low",
        },
    };

    [Theory]
    [InlineData(Severity.High, "URGENT", Severity.High)]
    [InlineData(Severity.Critical, "Urgent", Severity.Critical)]
    [InlineData(Severity.Medium, "Urgent", Severity.Critical)]
    [InlineData(Severity.High, "Low", Severity.Low)]
    [InlineData(null, "Normal", Severity.Medium)]
    [InlineData(null, "Urgent", Severity.Critical)]
    [InlineData(Severity.High, "Someday", Severity.High)]
    [InlineData(null, "Someday", null)]
    [InlineData(Severity.Info, "Urgent", Severity.Info)]
    public void A_priority_shows_the_agreed_severity_as_long_as_it_may_stand_for_it(Severity? agreed, string priority, Severity? expected)
    {
        var signs = SeveritySigns.None.And(s => Urgent.Priorities.GetValueOrDefault(s), [priority]);

        Assert.Equal(expected, signs.Given(agreed));
    }

    [Theory]
    [InlineData(Severity.High, Severity.Medium)]
    [InlineData(Severity.Medium, Severity.Medium)]
    [InlineData(Severity.Info, Severity.High)]
    public void A_label_counts_only_where_no_priority_would_be_written(Severity agreed, Severity expected)
    {
        var signs = SeveritySigns.None.And(s => Urgent.Priorities.GetValueOrDefault(s), ["Normal"])
            .And(SeveritySigns.OfLabels(Urgent, ["patchbay", "severity:high"]));

        Assert.Equal(expected, signs.Given(agreed));
    }

    [Fact]
    public void Several_severity_labels_show_no_change_as_long_as_one_is_the_agreed_one()
    {
        var signs = SeveritySigns.OfLabels(MakeTicket.ShopMapping, ["severity: high", "Severity: Low"]);

        Assert.Equal([Severity.High, Severity.Low, Severity.High], [signs.Given(Severity.High), signs.Given(Severity.Low), signs.Given(Severity.Medium)]);
    }

    [Fact]
    public void Peoples_labels_are_those_that_are_neither_marker_nor_severity_however_the_tracker_writes_them()
    {
        var mapping = MakeTicket.ShopMapping with { SeverityLabels = new Dictionary<Severity, string> { [Severity.High] = "Very, very bad" } };

        var people = TicketLabels.People(mapping, ["patchbay", "pb-0123456789ab", "severity:low", "Very very-bad", "team-red", "severity: high"]);

        Assert.Equal(["patchbay", "team-red", "severity: high"], people);
    }
}
