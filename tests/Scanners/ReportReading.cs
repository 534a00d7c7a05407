using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patchbay.Findings;
using Patchbay.Scanners;

namespace Patchbay.Tests.Scanners;

/// <summary>Reads reports the way the app does, with every format that there is.</summary>
internal static class ReportReading
{
    /// <summary>Every format that was written.</summary>
    public static IReadOnlyList<IReportFormat> Formats { get; } =
    [
        .. typeof(IReportFormat).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IReportFormat)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IReportFormat)ActivatorUtilities.CreateInstance(new ServiceCollection().BuildServiceProvider(), type)),
    ];

    public static ReportReader Reader { get; } = new(Formats);

    public static Reading Read(Stream body, string? scanner = null)
    {
        var taken = new List<ReportedFinding>();
        return new Reading(Reader.Read(body, scanner, taken.Add, CancellationToken.None), taken);
    }

    public static Reading Read(string text, string? scanner = null) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), scanner);

    public static Reading Read(byte[] bytes, string? scanner = null) => Read(new MemoryStream(bytes), scanner);

    public static Reading ReadFile(string path, string? scanner = null)
    {
        using var body = File.OpenRead(path);
        return Read(body, scanner);
    }
}

/// <summary>How reading ended and what was handed over until then.</summary>
internal sealed record Reading(Report Report, IReadOnlyList<ReportedFinding> Taken)
{
    public ReportSummary Summary =>
        Assert.IsType<Report.Readable>(Report, exactMatch: true).Summary;

    public Report.Unreadable Refusal => Assert.IsType<Report.Unreadable>(Report);

    public ReportedFinding Only
    {
        get
        {
            Assert.IsType<Report.Readable>(Report);
            return Assert.Single(Taken);
        }
    }
}
