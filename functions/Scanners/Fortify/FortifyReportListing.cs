namespace Patchbay.Scanners.Fortify;

/// <summary>One <c>IssueListing</c> of a report: a table that counts issues, or a list of them that may be limited.</summary>
/// <param name="isListing">Whether it lists issues at all.</param>
internal sealed class FortifyReportListing(bool isListing)
{
    /// <summary>Whether it lists issues at all.</summary>
    public bool IsListing { get; } = isListing;

    /// <summary>Whether it is about some of the issues only, such as the critical ones.</summary>
    public bool IsRefined { get; set; }

    /// <summary>How many issues its groups say they have.</summary>
    public long Counted { get; set; }

    /// <summary>How many issues stand in it.</summary>
    public long Listed { get; set; }
}
