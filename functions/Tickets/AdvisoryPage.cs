using System.Globalization;

namespace Patchbay.Tickets;

/// <summary>Where the public reads about a vulnerability or a weakness.</summary>
internal static class AdvisoryPage
{
    /// <summary>The page of a CVE or GHSA id; null for ids of others.</summary>
    public static TicketLink? Of(string id) => id.Split('-')[0] switch
    {
        "CVE" => new TicketLink(id, $"https://nvd.nist.gov/vuln/detail/{Uri.EscapeDataString(id)}"),
        "GHSA" => new TicketLink(id, $"https://github.com/advisories/{Uri.EscapeDataString(id)}"),
        _ => null,
    };

    /// <summary>The page of a weakness.</summary>
    public static TicketLink Of(int cwe)
    {
        var number = cwe.ToString(CultureInfo.InvariantCulture);
        return new TicketLink($"CWE-{number}", $"https://cwe.mitre.org/data/definitions/{number}.html");
    }
}
