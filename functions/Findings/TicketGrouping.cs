namespace Patchbay.Findings;

/// <summary>Which vulnerabilities share one ticket.</summary>
public enum TicketGrouping
{
    /// <summary>Each has its own.</summary>
    None,

    /// <summary>Those of one rule.</summary>
    Rule,

    /// <summary>Those in one component, whatever its version.</summary>
    Component,

    /// <summary>Those in one file.</summary>
    File,
}
