using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Scanners.Text;

namespace Patchbay.Tests.Scanners;

/// <summary>
/// Scores of CVSS 4.0. What is expected was computed once by another implementation (ae-cvss-calculator 1.0 from npm), which agreed on all
/// 209,952 vectors that were compared: every base vector, and each again with threat, requirements and modified metrics.
/// </summary>
public sealed class CvssFourTests
{
    private const string Worst = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";

    private static readonly (string Metric, string Letters)[] Base =
    [
        ("AV", "NALP"), ("AC", "LH"), ("AT", "NP"), ("PR", "NLH"), ("UI", "NPA"), ("VC", "HLN"), ("VI", "HLN"), ("VA", "HLN"), ("SC", "HLN"), ("SI", "HLN"), ("SA", "HLN"),
    ];

    [Theory]
    [InlineData(Worst, 10.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H", 8.6)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/CR:L/MSI:S", 9.7)]
    [InlineData("CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:N/VC:N/VI:H/VA:H/SC:H/SI:N/SA:N/CR:H/AR:L/MAV:P/MAC:H/MPR:H/MUI:P/MVC:L/MVI:L/MSC:L/MSI:H/MSA:N", 4.3)]
    [InlineData("CVSS:4.0/AV:P/AC:L/AT:N/PR:H/UI:A/VC:N/VI:L/VA:N/SC:H/SI:H/SA:N/CR:M/AR:L/MAV:P/MAC:H/MAT:P/MPR:H/MVC:L/MVI:H/MSI:H/MSA:S", 7.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:P/VC:L/VI:L/VA:L/SC:L/SI:H/SA:H/E:U/CR:M/IR:H/AR:L/MAT:N/MPR:H/MUI:N/MVI:H/MSC:L/MSI:N/MSA:S", 7.1)]
    [InlineData("CVSS:4.0/AV:N/AC:H/AT:P/PR:L/UI:N/VC:N/VI:L/VA:N/SC:L/SI:L/SA:L/E:U/CR:L/AR:L/MAV:N/MAT:N/MUI:N/MVI:N/MVA:N/MSC:L/MSI:S/MSA:S", 2.9)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:N/SC:H/SI:H/SA:H/E:P", 9.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:X/CR:X/MAV:X/S:P/AU:Y/R:U/V:C/RE:L/U:Red", 9.3)]
    [InlineData("cvss:4.0/av:n/ac:l/at:n/pr:n/ui:n/vc:h/vi:h/va:h/sc:n/si:n/sa:n", 9.3)]
    public void A_vector_gives_its_score(string vector, double score) => Assert.Equal((score, false), CvssVector.Score(vector));

    [Theory]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H")]
    [InlineData("CVSS:4.0/AV:X/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:R/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S/SA:H")]
    [InlineData(Worst + "/E:Z")]
    [InlineData(Worst + "/MVC:S")]
    [InlineData("CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    public void A_vector_that_is_not_whole_or_says_what_it_cannot_gives_none(string vector) => Assert.Null(CvssVector.Score(vector));

    [Fact]
    public void Every_base_vector_has_the_score_that_another_implementation_computes()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var vector in Vectors("CVSS:4.0", 0))
        {
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{vector} {CvssVector.Score(vector)!.Value.Score:0.0}\n")));
        }

        Assert.Equal("3e71127d206a943d510f7324d2d7fd463e43d947e834bf7d001df9779df3405f", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static IEnumerable<string> Vectors(string begin, int metric) =>
        metric == Base.Length ? [begin] : Base[metric].Letters.SelectMany(letter => Vectors($"{begin}/{Base[metric].Metric}:{letter}", metric + 1));
}
