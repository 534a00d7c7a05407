namespace Patchbay.Tickets;

/// <summary>A ticket as a tracker would be sent it.</summary>
/// <param name="Dialect">What the text is written in: <c>markdown</c>, <c>adf</c>, <c>wiki</c>, <c>html</c>, <c>textile</c>, <c>text</c>.</param>
public sealed record TicketPreview(string Title, string Body, string Dialect);
