using System.Buffers;

namespace Patchbay.Tickets;

/// <summary>Addresses that a ticket may lead to.</summary>
internal static class TicketAddress
{
    private static readonly SearchValues<char> NotInAddress = SearchValues.Create("<>`\\ \n");

    /// <summary>The address when it is a page on the web and names nobody; null otherwise.</summary>
    public static Uri? Of(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0
        && !uri.AbsoluteUri.AsSpan().ContainsAny(NotInAddress)
            ? uri
            : null;
}
