namespace Patchbay.Scanners.Spooling;

/// <summary>Counts the bytes of all temporary files. Safe to call from many threads.</summary>
internal sealed class SpoolQuota(long limitBytes)
{
    private long taken;

    /// <summary>Takes room, or nothing when there is not enough.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= limitBytes)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref taken, -bytes);
}
