namespace Patchbay.Hooks;

/// <summary>One call of a webhook that proved itself, as the journal keeps it.</summary>
/// <param name="At">When it came in, by our clock.</param>
/// <param name="Delivery">The tracker's name for it.</param>
/// <param name="Event">What happened, in the tracker's words.</param>
/// <param name="Tickets">Keys of the tickets it was about, ours or not, in every form they may have.</param>
/// <param name="Actor">Who did it; null when the tracker does not say.</param>
/// <param name="Note">Why nothing came of it; null when tickets are looked at.</param>
public sealed record HookDelivery(
    DateTimeOffset At, string Delivery, string Event, IReadOnlyList<string> Tickets, string? Actor, string? Note);
