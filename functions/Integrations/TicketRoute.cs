namespace Patchbay.Integrations;

/// <summary>Where a mapping leads: the project and the tracker it is in.</summary>
public sealed record TicketRoute(Mapping Mapping, Instance Instance);
