namespace Patchbay.Tests.Scanners;

/// <summary>A body that gives one byte at a time once its first 64 KiB have been read, as a slow network does.</summary>
internal sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Position < 64 << 10 ? count : Math.Min(1, count));
}
