using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patchbay.Findings;
using Patchbay.Scanners;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

/// <summary>Reads reports through the door that the app has, with every format that there is or with one.</summary>
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

    /// <summary>Reads with one format alone, without naming the scanner.</summary>
    public static Reading Of(IReportFormat format, string body) => Of(format, Encoding.UTF8.GetBytes(body));

    public static Reading Of(IReportFormat format, byte[] body, string? scanner = null)
    {
        var taken = new List<ReportedFinding>();
        using var stream = new MemoryStream(body);
        return new Reading(new ReportReader([format]).Read(stream, scanner, taken.Add, CancellationToken.None), taken);
    }

    public static Reading OfSample(IReportFormat format, string name) => Of(format, File.ReadAllBytes(Repository.Sample($"reports/{name}")));

    public static Reading OfShared(IReportFormat format, params string[] path) =>
        Of(format, File.ReadAllBytes(Repository.RequireShared(["samples", .. path])), format.Scanner);

    /// <summary>Cuts a body off at many places; returns the lengths that were read as if they were whole.</summary>
    public static IReadOnlyList<int> CutsThatSucceed(IReportFormat format, byte[] body, int step)
    {
        var whole = Encoding.UTF8.GetString(body).TrimEnd().Length;
        return [.. Enumerable.Range(0, (whole / step) + 1).Select(i => i * step).Where(length => length < whole)
            .Where(length => Of(format, body[..length], format.Scanner).Report is not Report.Unreadable)];
    }
}
