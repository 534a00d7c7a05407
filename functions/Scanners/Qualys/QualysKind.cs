namespace Patchbay.Scanners.Qualys;

/// <summary>How sure Qualys is that a detection is a problem.</summary>
internal enum QualysKind
{
    /// <summary>A vulnerability that the scan has proved.</summary>
    Confirmed,

    /// <summary>A vulnerability that the scan could not prove.</summary>
    Potential,

    /// <summary>No vulnerability, whatever its severity says.</summary>
    Information,
}
