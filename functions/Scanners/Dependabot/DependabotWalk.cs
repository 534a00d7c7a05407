using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Dependabot;

/// <summary>
/// Walks a list of alerts, a webhook's body, or a GraphQL answer of any depth; the last of these twice where a repository's name
/// stands behind its alerts.
/// </summary>
/// <param name="body">Seekable; is rewound and stays open.</param>
internal sealed class DependabotWalk(Stream body, ReportWarnings warnings, Action<ReportedFinding> take, CancellationToken cancellationToken)
{
    private const int MostRepositories = 200_000;

    // What the REST interface puts on a page when it is not told, and at most.
    private static readonly int[] FullPages = [30, 100];

    private static readonly JsonMembers<DependabotWalk> PageInfo = new()
    {
        ["hasNextPage"] = static (ref c, walk) => walk.NoteMore(c.Scalar() == "true"),
    };

    private static readonly JsonMembers<DependabotWalk> Edge = new()
    {
        ["node"] = static (ref c, walk) => walk.ReadAlert(ref c),
    };

    private static readonly JsonMembers<DependabotWalk> Connection = new()
    {
        ["nodes"] = static (ref c, walk) => walk.ReadNodes(ref c),
        ["edges"] = static (ref c, walk) => walk.ReadEdges(ref c),
        ["pageInfo"] = static (ref c, walk) => PageInfo.Read(ref c, walk),
    };

    private readonly DependabotFindings findings = new(warnings);
    private readonly DependabotAlert alert = new();
    private List<DependabotRepository>? owners;
    private bool isSurvey;
    private bool hasAlerts;
    private int begun;
    private string? owner;

    public bool IsWhole { get; private set; } = true;

    /// <summary>Reads the body.</summary>
    /// <exception cref="UnreadableReportException">It holds no place for alerts, or is broken.</exception>
    public void Read()
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        if (cursor.Token == JsonTokenType.StartArray)
        {
            ReadList(ref cursor);
            cursor.Read();
            return;
        }

        Descend(ref cursor, new DependabotRepository(null));
        cursor.Read();
        if (!hasAlerts)
        {
            throw new UnreadableReportException("An export of Dependabot alerts has 'vulnerabilityAlerts' or 'alert'; this one has neither");
        }
    }

    private void ReadList(ref JsonCursor cursor)
    {
        var count = 0;
        while (cursor.NextElement())
        {
            count++;
            ReadAlert(ref cursor);
        }

        if (FullPages.Contains(count))
        {
            IsWhole = false;
            warnings.Add($"The list has exactly {count} alerts, which is a full page: there may be more");
        }
    }

    // Goes through objects and arrays of any shape; what is neither is passed over.
    private void Descend(ref JsonCursor cursor, DependabotRepository repository)
    {
        if (cursor.IsNext(JsonTokenType.StartArray))
        {
            while (cursor.NextElement())
            {
                Descend(ref cursor, new DependabotRepository(repository));
            }
        }
        else if (cursor.EnterObject())
        {
            while (cursor.NextMember())
            {
                ReadMember(ref cursor, repository);
            }
        }
    }

    private void ReadMember(ref JsonCursor cursor, DependabotRepository repository)
    {
        switch (cursor.Member())
        {
            case "vulnerabilityAlerts":
                ReadConnection(ref cursor, repository);
                break;
            case "alert":
                hasAlerts = true;
                ReadWebhook(ref cursor);
                break;
            case "nameWithOwner" or "full_name":
                repository.Owned = cursor.Name();
                break;
            case "name":
                repository.Plain = cursor.Name();
                break;
            case "pageInfo":
                PageInfo.Read(ref cursor, this);
                break;
            case "errors":
                NoteErrors(cursor.HasElements());
                break;
            default:
                Descend(ref cursor, new DependabotRepository(repository));
                break;
        }
    }

    private void ReadConnection(ref JsonCursor cursor, DependabotRepository repository)
    {
        if (isSurvey)
        {
            hasAlerts = true;
            owners!.Add(repository);
            cursor.SkipUnchecked();
            if (owners.Count > MostRepositories)
            {
                throw new UnreadableReportException($"The export has more than {MostRepositories:N0} repositories; please split it");
            }

            return;
        }

        owner = repository.Owned ?? (owners ??= Owners())[begun].Name;
        begun++;
        hasAlerts |= Connection.Read(ref cursor, this);
    }

    // Of all lists of alerts, in their order, with the names behind them.
    private List<DependabotRepository> Owners()
    {
        var at = body.Position;
        var survey = new DependabotWalk(body, new ReportWarnings(), static _ => { }, cancellationToken) { isSurvey = true, owners = [] };
        survey.Read();
        body.Position = at;
        return survey.owners;
    }

    private void ReadWebhook(ref JsonCursor cursor)
    {
        if (isSurvey)
        {
            cursor.Skip();
            return;
        }

        IsWhole = false;
        ReadAlert(ref cursor);
    }

    private void ReadNodes(ref JsonCursor cursor)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadAlert(ref cursor);
            }
        }
    }

    private void ReadEdges(ref JsonCursor cursor)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                Edge.Read(ref cursor, this);
            }
        }
    }

    private void ReadAlert(ref JsonCursor cursor)
    {
        alert.Clear();
        if (!DependabotAlert.Members.Read(ref cursor, alert))
        {
            IsWhole = false;
            warnings.Add("{0} alerts are no objects and were left out");
        }
        else if (findings.Of(alert, owner) is { } finding)
        {
            take(finding);
        }
    }

    private void NoteMore(bool hasMore)
    {
        if (hasMore)
        {
            IsWhole = false;
            warnings.Add("The export is one page of several");
        }
    }

    private void NoteErrors(bool hasErrors)
    {
        if (hasErrors)
        {
            IsWhole = false;
            warnings.Add("GitHub answered with errors beside the data, so alerts may be missing");
        }
    }
}
