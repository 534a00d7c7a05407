namespace Patchbay;

/// <summary>The app cannot start until a person changes something; the message says what.</summary>
#pragma warning disable CA1032 // Without a reason it would be useless.
public sealed class StartException(string reason, Exception? inner = null) : Exception(reason, inner);
