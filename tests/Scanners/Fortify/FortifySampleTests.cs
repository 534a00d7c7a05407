using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>Real reports of Fortify give exactly the findings that are in them.</summary>
public sealed class FortifySampleTests
{
    /// <summary>
    /// File, entries, severities from critical to info, entries that are not open, whole or not. For FPR and FVDL the severity is
    /// the priority by quadrants, which the raw InstanceSeverity is not.
    /// </summary>
    public static TheoryData<string, int, int[], int, bool> Samples => new()
    {
        { "hello_world.fpr", 4, [1, 1, 0, 2, 0], 1, true },
        { "audit.fvdl", 61, [0, 0, 2, 59, 0], 0, true },
        { "fortify_dedupe_uid_repro_scan1.fpr", 2, [0, 1, 0, 1, 0], 0, true },
        { "fortify_dedupe_uid_repro_scan2.fpr", 2, [0, 1, 0, 1, 0], 0, true },
        { "fortify_few_findings.xml", 2, [0, 2, 0, 0, 0], 0, true },
        { "fortify_many_findings.xml", 334, [13, 34, 6, 281, 0], 0, true },

        // Both issues are tagged "Not an Issue"; the listing shows one issue per category of 22 counted.
        { "issue6082.xml", 2, [0, 2, 0, 0, 0], 2, false },
        { "DefaultReportDefinitionAllIssues.xml", 0, [0, 0, 0, 0, 0], 0, true },
    };

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public void A_sample_gives_every_finding_with_its_severity(string file, int entries, int[] severities, int notOpen, bool isWhole)
    {
        var path = Repository.RequireShared("samples", "fortify", file);

        var reading = ReportReading.ReadFile(path);

        Assert.Equal(entries, reading.Taken.Count);
        Assert.Equal(severities, Bands(reading.Taken));
        Assert.Equal(notOpen, reading.Taken.Count(finding => finding.State != ReportedState.Open));
        Assert.Equal(isWhole, reading.Summary.IsWhole);
        Assert.Equal(isWhole ? 0 : 1, reading.Summary.Warnings.Count);
        Assert.Equal(["fortify"], reading.Summary.Tools);
    }

    [SkippableFact]
    public void Two_findings_that_share_an_id_read_the_same_in_either_order()
    {
        var first = ReportReading.ReadFile(Repository.RequireShared("samples", "fortify", "fortify_dedupe_uid_repro_scan1.fpr"));
        var second = ReportReading.ReadFile(Repository.RequireShared("samples", "fortify", "fortify_dedupe_uid_repro_scan2.fpr"));

        var reversed = second.Taken.Reverse().ToList();

        Assert.Equal(first.Taken.Select(Essence), reversed.Select(Essence));
        Assert.Single(first.Taken.SelectMany(finding => finding.Identities).Distinct());
    }

    [SkippableFact]
    public void No_markup_and_no_placeholder_is_left_in_any_text()
    {
        var reading = ReportReading.ReadFile(Repository.RequireShared("samples", "fortify", "audit.fvdl"));

        var texts = reading.Taken
            .SelectMany(finding => new[] { finding.Finding.Message, finding.Finding.Rule.Description, finding.Finding.Rule.Advice })
            .OfType<string>()
            .ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain("<Replace", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain("Paragraph>", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain("&lt;", text, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Paths_of_extracted_files_are_those_of_the_repository()
    {
        var reading = ReportReading.ReadFile(Repository.RequireShared("samples", "fortify", "audit.fvdl"));

        var paths = reading.Taken.Select(finding => finding.Finding.Place.Path).ToList();

        Assert.All(paths, Assert.NotNull);
        Assert.All(paths, path => Assert.DoesNotContain("jenkins", path!, StringComparison.Ordinal));
    }

    private static int[] Bands(IReadOnlyList<ReportedFinding> findings) =>
        [.. Enum.GetValues<Severity>().OrderDescending().Select(severity => findings.Count(finding => finding.Finding.Rating.Value == severity))];

    private static string Essence(ReportedFinding finding) =>
        string.Join('|', finding.Finding.Rule.Id, finding.Finding.Place, finding.Finding.Rating, string.Join(',', finding.Identities), finding.State);
}
