using System.Text;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners;
using Patchbay.Tests.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

/// <summary>Our own CSV: columns in any order, in any spelling, with the meaning of our JSON.</summary>
public sealed class GenericCsvTests
{
    [Fact]
    public void A_row_gives_what_the_same_entry_in_json_gives()
    {
        var json = ReportReading.ReadFile(Repository.Sample("reports/generic.json"));
        var csv = ReportReading.ReadFile(Repository.Sample("reports/generic.csv"));

        Assert.Empty(csv.Summary.Warnings);
        Assert.True(csv.Summary.IsWhole);
        Assert.Equal(5, csv.Taken.Count);
        Assert.Equal(
            json.Taken.Select(entry => JsonSerializer.Serialize(entry).Replace("\"CRITICAL\"", "\"critical\"", StringComparison.Ordinal)),
            csv.Taken.Select(entry => JsonSerializer.Serialize(entry).Replace("\"High\"", "\"high\"", StringComparison.Ordinal).Replace("\"CRITICAL\"", "\"critical\"", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("generic_report1.csv", 5, Severity.Low, ReportedState.Open)]
    [InlineData("generic_report3.csv", 2, Severity.Low, ReportedState.Fixed)]
    [InlineData("generic_csv_defect_dojo.csv", 4, Severity.Low, ReportedState.Suppressed)]
    public void A_real_file_gives_every_row_with_its_severity_and_state(string file, int rows, Severity severity, ReportedState state)
    {
        var reading = ReportReading.ReadFile(Repository.RequireShared("samples", "generic", file));

        Assert.Empty(reading.Summary.Warnings);
        Assert.Equal(rows, reading.Taken.Count);
        Assert.All(reading.Taken, entry => Assert.Equal((severity, state), (entry.Finding.Rating.Value, entry.State)));
        Assert.All(reading.Taken, entry => Assert.NotNull(entry.Finding.DetectedAt));
    }

    [SkippableFact]
    public void A_real_file_with_fix_versions_gives_them()
    {
        var findings = ReportReading.ReadFile(Repository.RequireShared("samples", "generic", "generic_report_fix_version.csv")).Taken.Select(entry => entry.Finding).ToList();

        Assert.Equal([Severity.High, Severity.Medium], findings.Select(finding => finding.Rating.Value));
        Assert.Equal(["2.1.3", null], findings.Select(finding => finding.Place.FixedVersion));
        Assert.Equal([502, 611], findings.SelectMany(finding => finding.Cwes));
    }

    [Theory]
    [InlineData("title,severity,filePath\nt,low,src/a.c\n")]
    [InlineData(" Severity ; FILE_PATH ; Title\nlow;src/a.c;t\n")]
    [InlineData("\uFEFF\"File Path\"\t\"TITLE\"\t\"severity\"\r\n\"src/a.c\"\t\"t\"\t\"low\"")]
    public void Columns_stand_in_any_order_and_spelling_and_any_of_three_separators(string body)
    {
        var finding = ReportReading.Read(body).Only.Finding;

        Assert.Equal(("t", Severity.Low, "src/a.c"), (finding.Title, finding.Rating.Value, finding.Place.Path));
    }

    [Theory]
    [InlineData("CVE-2030-1; CVE-2030-2")]
    [InlineData("CVE-2030-1,CVE-2030-2")]
    [InlineData("CVE-2030-1\nCVE-2030-2\n")]
    public void A_cell_may_hold_several_ids(string cell) =>
        Assert.Equal(["CVE-2030-1", "CVE-2030-2"], ReportReading.Read($"title,severity,cve\nt,low,\"{cell}\"\n").Only.Finding.Cves);

    [Theory]
    [InlineData("'=1+1", "=1+1")]
    [InlineData("'tis", "'tis")]
    public void What_guards_a_formula_is_taken_away(string cell, string expected) =>
        Assert.Equal(expected, ReportReading.Read($"title,severity\n{cell},low\n").Only.Finding.Title);

    [Fact]
    public void A_row_knows_nothing_of_the_row_before()
    {
        const string Columns = "id,title,severity,rule,tool,description,impact,steps,fix,date,cvss,cwe,cve,references,exploited,path,line,endLine,column,snippet,symbol,"
            + "component,version,fixedVersion,parameter,url,host,port,protocol,state,justification,active,falsePositive,fixed,fixedAt,suppressed\n";
        const string Full = "1,first,high,r,t,d,i,s,f,2026-01-02,9.8,79,CVE-2030-1,https://a.example,yes,a.c,1,2,3,x,y,c,1,2,p,https://b.example/x,b.example,443,tls,"
            + "false positive,because,no,yes,yes,2026-01-03,yes\n";

        var alone = ReportReading.Read($"{Columns},second\n").Only;
        var behind = ReportReading.Read($"{Columns}{Full},second\n").Taken[1];

        Assert.Equal(JsonSerializer.Serialize(alone), JsonSerializer.Serialize(behind));
    }

    [Fact]
    public void Rows_without_title_are_left_out_and_told_and_unknown_columns_are_named_as_given()
    {
        var reading = ReportReading.Read("title,severity,Team Colour\na,low,red\n-,high,blue\n");

        Assert.Equal("a", reading.Only.Finding.Title);
        Assert.False(reading.Summary.IsWhole);
        Assert.Equal(["Entries without a title were left out: 1, first row 2.", "Members that are not known were ignored: Team Colour."], reading.Summary.Warnings);
    }

    [Fact]
    public void A_long_name_of_an_unknown_column_is_not_read_again_with_every_row()
    {
        var body = $"title,severity,{new string('x', 900)}\n{string.Concat(Enumerable.Repeat("a,low,1\n", 5_000))}";

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = ReportReading.Read(body);

        Assert.Equal(5_000, reading.Taken.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 5_000 * 3_000);
    }

    [Theory]
    [InlineData("title,severity", 1_000)]
    [InlineData("id,title,severity", 1_000)]
    [InlineData("date,title,severity", 1_000)]
    [InlineData("title,cwe,severity", 1_300)]
    [InlineData("title,cve,severity", 1_300)]
    [InlineData("title,references,severity", 1_300)]
    [InlineData("title,endpoints,severity", 1_300)]
    [InlineData("title,cvss,severity", 1_300)]
    [InlineData("title,state,severity", 1_300)]
    public void A_row_of_four_bytes_costs_little_more_than_its_finding(string header, int mostBytes)
    {
        var few = Allocated(1_000);
        var many = Allocated(6_000);

        Assert.InRange((many - few) / 5_000, 1, mostBytes);

        long Allocated(int rows)
        {
            using var body = new MemoryStream(Encoding.UTF8.GetBytes($"{header}\n{string.Concat(Enumerable.Repeat("a,b\n", rows))}"));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var taken = 0;
            ReportReading.Reader.Read(body, null, _ => taken++, CancellationToken.None);
            Assert.Equal(rows, taken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_wide_header_does_not_slow_the_reading_of_short_rows()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var body = new MemoryStream(Encoding.UTF8.GetBytes($"title,severity{new string(',', 1_000_000)}\n{string.Concat(Enumerable.Repeat("a,low\n", 100_000))}"));
        var taken = 0;

        Assert.IsType<Report.Readable>(ReportReading.Reader.Read(body, "generic", _ => taken++, stop.Token));

        Assert.Equal(100_000, taken);
    }

    [Theory]
    [InlineData("a,low,fixed,\na,low,,\n", FindingState.Open)]
    [InlineData("a,low,,\na,low,muted,\n", FindingState.Suppressed)]
    [InlineData("a,low,,7\nb,high,muted,7\n", FindingState.Suppressed)]
    public async Task Of_rows_on_one_problem_the_last_counts_also_where_one_says_nothing(string rows, FindingState state)
    {
        var reading = ReportReading.Read($"title,severity,state,id\n{rows}");
        var bench = new ScanBench();

        var scan = await bench.PostAsync(reading.Taken);

        Assert.Equal(state, Assert.Single(await bench.FindingsAsync()).State);
        Assert.Contains("another state", Assert.Single(scan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Stray_quotes_are_told_once()
    {
        var reading = ReportReading.Read("title,severity\na \"b\",low\n");

        Assert.Equal("Rows have quotes where none may stand, so their fields may be mixed up: 1, first line 2.", Assert.Single(reading.Summary.Warnings));
    }

    [Theory]
    [InlineData("title,severity\n\"a,low\n")]
    [InlineData("title,severity\na")]
    public void A_file_that_is_cut_off_is_refused(string body) =>
        Assert.Contains("cut off", ReportReading.Read(body).Refusal.Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("title,severity\n")]
    [InlineData("title,severity")]
    public void A_header_alone_is_a_clean_report(string body)
    {
        var reading = ReportReading.Read(body);

        Assert.Empty(reading.Taken);
        Assert.True(reading.Summary.IsWhole);
    }

    [Fact]
    public void A_table_of_another_scanner_is_not_taken_even_when_named() =>
        Assert.Contains("names 'generic'", ReportReading.Read("QID,Title,Severity\n1,t,3\n", "generic").Refusal.Reason, StringComparison.Ordinal);
}
