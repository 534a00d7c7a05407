using Patchbay.Findings;
using Patchbay.Links.Groups;
using Patchbay.Tests.Support;
using Patchbay.Tickets;

namespace Patchbay.Tests.Links.Groups;

/// <summary>Which findings share a ticket.</summary>
public sealed class GroupKeyTests
{
    private static readonly Place Here = new() { Path = "src/a.cs", Line = 3, Component = "pkg:npm/lodash@4.1.0", Version = "4.1.0" };

    [Theory]
    [InlineData(TicketGrouping.Rule, "r1")]
    [InlineData(TicketGrouping.Component, "pkg:npm/lodash")]
    [InlineData(TicketGrouping.File, "src/a.cs")]
    [InlineData(TicketGrouping.None, null)]
    public void What_groups_a_finding_is_its_rule_its_component_or_its_file(TicketGrouping by, string? value)
    {
        var group = TicketGroup.Of(Finding(Here).Finding, by);

        Assert.Equal(value, group?.Value);
    }

    [Theory]
    [InlineData(TicketGrouping.Component)]
    [InlineData(TicketGrouping.File)]
    public void A_finding_without_component_or_file_stands_alone(TicketGrouping by)
    {
        var group = TicketGroup.Of(Finding(Place.Nowhere).Finding, by);

        Assert.Null(group);
    }

    [Theory]
    [InlineData("pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0", "pkg:maven/org.apache.logging.log4j/log4j-core")]
    [InlineData("pkg:npm/%40angular/core@1.2.3?arch=x#lib", "pkg:npm/%40angular/core")]
    [InlineData("pkg:npm/@angular/core", "pkg:npm/@angular/core")]
    [InlineData("pkg:deb/debian/openssl?distro=bookworm", "pkg:deb/debian/openssl")]
    [InlineData("openssl 1.1@host", "openssl 1.1@host")]
    public void A_component_is_the_same_in_every_version(string component, string expected)
    {
        var name = ComponentName.WithoutVersion(component);

        Assert.Equal(expected, name);
    }

    public static TheoryData<TicketGrouping, string, bool> Differences() => new()
    {
        { TicketGrouping.Rule, "line", true },
        { TicketGrouping.Rule, "tool", false },
        { TicketGrouping.Rule, "branch", false },
        { TicketGrouping.Component, "version", true },
        { TicketGrouping.Component, "tool", true },
        { TicketGrouping.Component, "scanner", true },
        { TicketGrouping.Component, "branch", false },
        { TicketGrouping.Component, "environment", false },
        { TicketGrouping.File, "rule", true },
        { TicketGrouping.File, "tool", true },
        { TicketGrouping.File, "path", false },
        { TicketGrouping.File, "branch", false },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Two_findings_that_differ_share_a_ticket_or_not(TicketGrouping by, string difference, bool isShared)
    {
        var one = Finding(Here);

        var other = Differing(one, difference);

        Assert.Equal(isShared, KeyOf(one, by) == KeyOf(other, by));
        Assert.True(FindingKey.IsValid(KeyOf(one, by)));
    }

    [Fact]
    public void A_rule_a_component_and_a_file_of_one_name_are_three_groups()
    {
        var finding = Finding(new Place { Path = "r1", Component = "r1" });

        var keys = new[] { TicketGrouping.Rule, TicketGrouping.Component, TicketGrouping.File }.Select(by => KeyOf(finding, by)[12..]);

        Assert.Equal(3, keys.Distinct().Count());
    }

    private static string KeyOf(FindingRecord finding, TicketGrouping by) => GroupKey.Of(finding, TicketGroup.Of(finding.Finding, by)!);

    private static FindingRecord Differing(FindingRecord one, string difference) => difference switch
    {
        "line" => one with { Finding = one.Finding with { Place = Here with { Line = 99 } } },
        "path" => one with { Finding = one.Finding with { Place = Here with { Path = "src/b.cs" } } },
        "version" => one with { Finding = one.Finding with { Place = Here with { Component = "pkg:npm/lodash@4.2.0" } } },
        "rule" => one with { Finding = one.Finding with { Rule = new Rule("r2") } },
        "tool" => one with { Finding = one.Finding with { Tool = "another" } },
        "scanner" => one with { Scope = one.Scope with { Scanner = "another" } },
        "branch" => one with { Scope = one.Scope with { Branch = "release" } },
        _ => one with { Scope = one.Scope with { Environment = "production" } },
    };

    private static FindingRecord Finding(Place place)
    {
        var record = Make.Record(new string('a', FindingKey.Characters), Severity.High, DateTimeOffset.UnixEpoch);
        return record with { Finding = record.Finding with { Place = place } };
    }
}
