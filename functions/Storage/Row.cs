namespace Patchbay.Storage;

/// <summary>One stored row as it was read.</summary>
/// <param name="Version">Opaque; handed back in a <see cref="Change"/> to prove that nobody wrote in between.</param>
/// <param name="Body">UTF-8 JSON by convention; the store does not look inside.</param>
public sealed record Row(string Partition, string Key, string Version, ReadOnlyMemory<byte> Body);
