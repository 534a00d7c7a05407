using Patchbay.Scanners.Spool;

namespace Patchbay.Scanners.Qualys;

/// <summary>One entry of a web application scan, before it is joined with the glossary.</summary>
internal sealed class WasDetection
{
    /// <summary>The check.</summary>
    public string Qid { get; set; } = string.Empty;

    /// <summary>What the list or the entry says; null when only the glossary tells.</summary>
    public QualysKind? Kind { get; set; }

    /// <summary>Identity.</summary>
    public string? UniqueId { get; set; }

    /// <summary>The application; null in reports of one scan.</summary>
    public string? Application { get; set; }

    /// <summary>Where the application begins, for what has no page of its own.</summary>
    public string? ApplicationUrl { get; set; }

    /// <summary>The page.</summary>
    public string? Url { get; set; }

    /// <summary>The parameter or form field.</summary>
    public string? Parameter { get; set; }

    /// <summary>New, Active, Reopened, Fixed, Protected.</summary>
    public string? Status { get; set; }

    /// <summary>Whether people told Qualys to leave it out.</summary>
    public bool IsSetAside { get; set; }

    /// <summary>When it was first seen.</summary>
    public string? FirstFound { get; set; }

    /// <summary>What the scan sent, or saw.</summary>
    public string? Results { get; set; }

    /// <summary>Sets it aside.</summary>
    public void Write(EntrySpool spool)
    {
        spool.Write(Qid);
        spool.Write(Kind is { } kind ? (long)kind + 1 : 0);
        spool.Write(UniqueId);
        spool.Write(Application);
        spool.Write(ApplicationUrl);
        spool.Write(Url);
        spool.Write(Parameter);
        spool.Write(Status);
        spool.Write(IsSetAside ? 1 : 0);
        spool.Write(FirstFound);
        spool.Write(Results);
        spool.EndEntry();
    }

    /// <summary>Reads back the entry that the spool is at.</summary>
    public static WasDetection Read(EntrySpool spool) => new()
    {
        Qid = spool.ReadText() ?? string.Empty,
        Kind = spool.ReadNumber() is > 0 and var kind ? (QualysKind)(kind - 1) : null,
        UniqueId = spool.ReadText(),
        Application = spool.ReadText(),
        ApplicationUrl = spool.ReadText(),
        Url = spool.ReadText(),
        Parameter = spool.ReadText(),
        Status = spool.ReadText(),
        IsSetAside = spool.ReadNumber() == 1,
        FirstFound = spool.ReadText(),
        Results = spool.ReadText(),
    };
}
