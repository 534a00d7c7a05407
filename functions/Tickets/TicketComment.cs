namespace Patchbay.Tickets;

/// <summary>A comment to be made once.</summary>
/// <param name="Marker">Found in the comments that are there already, so that none is made twice.</param>
/// <param name="Body">Ends in a <see cref="TicketBlock.Mark"/> with the marker.</param>
public sealed record TicketComment(string Marker, TicketBody Body);
