using Patchbay.Scanners.Spool;

namespace Patchbay.Scanners.Qualys;

/// <summary>One detection of a QID on a host, as a report tells it, before it is joined with what is known of the QID.</summary>
internal sealed class QualysDetection
{
    /// <summary>The check.</summary>
    public string Qid { get; set; } = string.Empty;

    /// <summary>Vulnerability or not; null when only the QID's category tells.</summary>
    public QualysKind? Kind { get; set; }

    /// <summary>1 to 5, when the detection says it itself.</summary>
    public string? Severity { get; set; }

    /// <summary>The machine.</summary>
    public QualysHost Host { get; set; }

    /// <summary>Identity, in the answers of the detection API.</summary>
    public string? UniqueId { get; set; }

    /// <summary>1 to 65535; 0 means none.</summary>
    public string? Port { get; set; }

    /// <summary>Transport protocol.</summary>
    public string? Protocol { get; set; }

    /// <summary>Name of the virtual host.</summary>
    public string? VirtualHost { get; set; }

    /// <summary>Name of the database or application among several on the host.</summary>
    public string? Instance { get; set; }

    /// <summary>Whether it was found over TLS.</summary>
    public bool IsSsl { get; set; }

    /// <summary>New, Active, Re-Opened, Fixed; null for what has no status.</summary>
    public string? Status { get; set; }

    /// <summary>Whether people told Qualys to leave it out.</summary>
    public bool IsSetAside { get; set; }

    /// <summary>Whether a review agreed that it is no problem.</summary>
    public bool IsFalsePositive { get; set; }

    /// <summary>Whether it is being exploited.</summary>
    public bool IsExploited { get; set; }

    /// <summary>When it was first seen.</summary>
    public string? FirstFound { get; set; }

    /// <summary>What the scan saw; changes with every scan.</summary>
    public string? Results { get; set; }

    /// <summary>Sets it aside.</summary>
    /// <param name="hostBefore">That of the detection before it, which is mostly the same and then not written again.</param>
    public void Write(EntrySpool spool, QualysHost hostBefore)
    {
        spool.Write(Qid);
        spool.Write(Kind is { } kind ? (long)kind + 1 : 0);
        spool.Write(Severity);
        var hasOwnHost = Host != hostBefore;
        spool.Write(hasOwnHost ? 1 : 0);
        if (hasOwnHost)
        {
            Host.Write(spool);
        }

        spool.Write(UniqueId);
        spool.Write(Port);
        spool.Write(Protocol);
        spool.Write(VirtualHost);
        spool.Write(Instance);
        spool.Write((IsSsl ? 1 : 0) | (IsSetAside ? 2 : 0) | (IsFalsePositive ? 4 : 0) | (IsExploited ? 8 : 0));
        spool.Write(Status);
        spool.Write(FirstFound);
        spool.Write(Results);
        spool.EndEntry();
    }

    /// <summary>Reads back the entry that the spool is at.</summary>
    /// <param name="hostBefore">That of the entry before it.</param>
    public static QualysDetection Read(EntrySpool spool, QualysHost hostBefore)
    {
        var detection = new QualysDetection
        {
            Qid = spool.ReadText() ?? string.Empty,
            Kind = spool.ReadNumber() is > 0 and var kind ? (QualysKind)(kind - 1) : null,
            Severity = spool.ReadText(),
            Host = spool.ReadNumber() == 0 ? hostBefore : QualysHost.Read(spool),
            UniqueId = spool.ReadText(),
            Port = spool.ReadText(),
            Protocol = spool.ReadText(),
            VirtualHost = spool.ReadText(),
            Instance = spool.ReadText(),
        };
        detection.ReadRest(spool);
        return detection;
    }

    private void ReadRest(EntrySpool spool)
    {
        var flags = spool.ReadNumber();
        (IsSsl, IsSetAside, IsFalsePositive, IsExploited) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
        Status = spool.ReadText();
        FirstFound = spool.ReadText();
        Results = spool.ReadText();
    }
}
