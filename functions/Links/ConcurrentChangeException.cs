namespace Patchbay.Links;

/// <summary>Somebody wrote in between and what was decided no longer holds. The host delivers the message again.</summary>
#pragma warning disable CA1032 // Without a reason it would be useless.
public sealed class ConcurrentChangeException(string reason) : Exception(reason);
