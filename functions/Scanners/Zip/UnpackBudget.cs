namespace Patchbay.Scanners.Zip;

/// <summary>How much may still be unpacked from a zip, all its members together.</summary>
internal sealed class UnpackBudget(long mostBytes)
{
    // Genuine reports pack by up to 20, thousands of like findings by 100; deflate itself ends at 1032.
    private const long MostRatio = 400;

    // Below this a ratio says nothing and does no harm.
    private const long FreeBytes = 16 << 20;
    private long unpacked;

    /// <summary>Takes note of bytes unpacked.</summary>
    /// <param name="memberUnpacked">So far from this member.</param>
    /// <param name="memberPacked">Its packed length.</param>
    /// <returns>False when that is too much.</returns>
    public bool Spend(int bytes, long memberUnpacked, long memberPacked)
    {
        unpacked += bytes;
        return unpacked <= mostBytes && (memberUnpacked <= FreeBytes || memberUnpacked / Math.Max(memberPacked, 1) <= MostRatio);
    }
}
