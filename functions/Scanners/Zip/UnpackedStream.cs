namespace Patchbay.Scanners.Zip;

/// <summary>A member as it unpacks; whatever is wrong with it ends the reading as an unreadable report.</summary>
internal sealed class UnpackedStream(Stream inner, string name, long packedBytes, UnpackBudget budget) : ReadOnlyStream
{
    private long unpackedBytes;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw new UnreadableReportException("The zip has a member that cannot be unpacked", name, broken);
        }

        unpackedBytes += read;
        return budget.Spend(read, unpackedBytes, packedBytes)
            ? read
            : throw new UnreadableReportException("The zip unpacks to more than is allowed", name);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
