using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Osv;

/// <summary>Walks a report twice: for its sources, which may stand behind their packages, then for the packages, one by one.</summary>
internal sealed class OsvWalk(ReportWarnings warnings, Action<ReportedFinding> take)
{
    private const int MostSources = 200_000;

    private static readonly JsonMembers<OsvWalk> Root = new()
    {
        ["results"] = static (ref c, walk) => walk.ReadResults(ref c),
    };

    private static readonly JsonMembers<OsvSource> Heading = new()
    {
        Others = static (ref c, _) => c.SkipUnchecked(),
        ["source"] = static (ref c, source) => OsvSource.Members.Read(ref c, source),
    };

    private static readonly JsonMembers<OsvWalk> Result = new()
    {
        ["packages"] = static (ref c, walk) => walk.ReadPackages(ref c),
    };

    private readonly List<OsvSource> sources = [];
    private readonly OsvFindings findings = new(warnings);
    private bool isSurvey = true;
    private bool hasResults;
    private int begun;

    public bool IsComplete { get; private set; } = true;

    /// <summary>Reads the report.</summary>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        Pass(body, cancellationToken);
        isSurvey = false;
        Pass(body, cancellationToken);
        if (!hasResults)
        {
            throw new UnreadableReportException("A report of OSV-Scanner has an array 'results'; this one has none");
        }
    }

    private void Pass(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Root.Read(ref cursor, this);
        cursor.Read();
    }

    private void ReadResults(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        hasResults = true;
        while (cursor.NextElement())
        {
            if (!isSurvey)
            {
                begun++;
                Result.Read(ref cursor, this);
                continue;
            }

            var source = new OsvSource();
            sources.Add(source);
            Heading.Read(ref cursor, source);
            if (sources.Count > MostSources)
            {
                throw new UnreadableReportException($"The report has more than {MostSources:N0} sources; please split it");
            }
        }
    }

    private void ReadPackages(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var package = new OsvPackage();
            if (!OsvPackage.Members.Read(ref cursor, package) || package.LeftOut > 0)
            {
                IsComplete = false;
                warnings.Add("{0} packages have entries that are no records or too many, which were left out", package.Name);
            }

            foreach (var finding in findings.Of(package, sources[begun - 1]))
            {
                take(finding);
            }
        }
    }
}
