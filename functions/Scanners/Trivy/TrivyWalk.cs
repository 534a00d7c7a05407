using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Trivy;

/// <summary>
/// Walks a report twice: first for the headings of its results, which a tool that sorts members puts behind their entries;
/// then for the entries, which are handed over one by one.
/// </summary>
internal sealed class TrivyWalk(ReportWarnings warnings, Action<ReportedFinding> take)
{
    private const int MostTargets = 200_000;
    private const string NoObject = "{0} entries are no objects and were left out";

    private static readonly JsonMembers<TrivyWalk> Tool = new()
    {
        ["Version"] = static (ref c, walk) => walk.ToolVersion = c.Name(),
    };

    private static readonly JsonMembers<TrivyWalk> Root = new()
    {
        ["ArtifactName"] = static (ref c, walk) => walk.Resource.Artifact = c.Name(),
        ["ArtifactType"] = static (ref c, walk) => walk.Resource.ArtifactType = c.Name(),
        ["Trivy"] = static (ref c, walk) => Tool.Read(ref c, walk),
        ["Results"] = static (ref c, walk) => walk.ReadResults(ref c),
        ["Resources"] = static (ref c, walk) => walk.ReadResources(ref c),
        ["Vulnerabilities"] = static (ref c, walk) => walk.ReadResources(ref c),
        ["Misconfigurations"] = static (ref c, walk) => walk.ReadResources(ref c),
        ["Findings"] = static (ref c, walk) => walk.ReadResources(ref c),
    };

    private static readonly JsonMembers<TrivyWalk> ClusterObject = new()
    {
        ["Namespace"] = static (ref c, walk) => walk.Resource.Namespace = c.Name(),
        ["Kind"] = static (ref c, walk) => walk.Resource.Kind = c.Name(),
        ["Name"] = static (ref c, walk) => walk.Resource.Name = c.Name(),
        ["Error"] = static (ref c, walk) => walk.NoteError(c.Text(FindingLimits.TitleCharacters)),
        ["Results"] = static (ref c, walk) => walk.ReadResults(ref c),
    };

    private static readonly JsonMembers<TrivyTarget> Heading = new()
    {
        Others = static (ref c, _) => c.SkipUnchecked(),
        ["Target"] = static (ref c, target) => target.Name = c.Name(),
        ["Class"] = static (ref c, target) => target.Class = c.Name(),
        ["Type"] = static (ref c, target) => target.Type = c.Name(),
    };

    private static readonly JsonMembers<TrivyWalk> Lists = new()
    {
        ["Vulnerabilities"] = static (ref c, walk) => walk.ReadEntries(ref c, TrivyKind.Vulnerability),
        ["Misconfigurations"] = static (ref c, walk) => walk.ReadEntries(ref c, TrivyKind.Misconfiguration),
        ["Secrets"] = static (ref c, walk) => walk.ReadEntries(ref c, TrivyKind.Secret),
        ["Licenses"] = static (ref c, walk) => walk.ReadEntries(ref c, TrivyKind.License),
        ["ExperimentalModifiedFindings"] = static (ref c, walk) => walk.ReadModified(ref c),
    };

    private readonly List<TrivyTarget> targets = [];
    private readonly TrivyFindings findings = new(warnings);
    private bool isSurvey = true;
    private int begun;

    public bool IsComplete { get; private set; } = true;

    public string? ToolVersion { get; private set; }

    private TrivyResource Resource { get; set; } = new();

    /// <summary>Reads the report.</summary>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        Pass(body, cancellationToken);
        isSurvey = false;
        Pass(body, cancellationToken);
    }

    private void Pass(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        if (cursor.Token == System.Text.Json.JsonTokenType.StartArray)
        {
            ReadResults(ref cursor);
        }
        else
        {
            Root.Read(ref cursor, this);
        }

        cursor.Read();
    }

    private void ReadResources(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        var outer = Resource;
        while (cursor.NextElement())
        {
            Resource = new TrivyResource();
            ClusterObject.Read(ref cursor, this);
        }

        Resource = outer;
    }

    private void ReadResults(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            if (isSurvey)
            {
                var target = new TrivyTarget(Resource);
                targets.Add(target);
                Heading.Read(ref cursor, target);
                ThrowIfTooMany();
            }
            else
            {
                begun++;
                Lists.Read(ref cursor, this);
            }
        }
    }

    private void ReadEntries(ref JsonCursor cursor, TrivyKind kind)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var entry = new TrivyEntry();
            if (TrivyEntry.Members.Read(ref cursor, entry))
            {
                Hand(findings.Of(kind, entry, targets[begun - 1]));
            }
            else
            {
                IsComplete = false;
                warnings.Add(NoObject, targets[begun - 1].Name);
            }
        }
    }

    private void ReadModified(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var modified = new TrivyModified();
            if (TrivyModified.Members.Read(ref cursor, modified) && modified.HasFinding)
            {
                Hand(findings.Of(modified.Kind, modified.Finding, targets[begun - 1]) is { } found
                    ? found with { State = modified.State, Justification = modified.Justification }
                    : null);
            }
        }
    }

    private void Hand(ReportedFinding? finding)
    {
        if (finding is not null)
        {
            take(finding);
        }
    }

    private void NoteError(string? error)
    {
        if (error is not null && isSurvey)
        {
            IsComplete = false;
            warnings.Add("{0} objects of the cluster could not be scanned", error);
        }
    }

    private void ThrowIfTooMany()
    {
        if (targets.Count > MostTargets)
        {
            throw new UnreadableReportException($"The report has more than {MostTargets:N0} results; please split it");
        }
    }
}
