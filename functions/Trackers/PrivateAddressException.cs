namespace Patchbay.Trackers;

/// <summary>A tracker's host name leads to an address that must not be called from here.</summary>
#pragma warning disable CA1032 // Without the host it would be useless.
internal sealed class PrivateAddressException(string host) : IOException($"{host} leads to a private address.");
