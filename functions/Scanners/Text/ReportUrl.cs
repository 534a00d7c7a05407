using System.Buffers;
using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Scanners.Text;

/// <summary>Brings URLs and hosts that scanners write to one shape, without what changes from scan to scan or is secret.</summary>
public static class ReportUrl
{
    private static readonly char[] BetweenUrls = [' ', '\n', '\t', '\r', '<', '>', '"', '(', ')', '[', ']', ','];

    // What a clean URL is made of: all that is visible but what may stand between two.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except(BetweenUrls)]);

    /// <summary>Whether the text is an absolute http or https URL.</summary>
    public static bool IsWeb(string? text) =>
        text is not null && (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    /// <summary>The place a URL or a host names: <c>https://shop.example:8443/cart?id=7</c>, <c>shop.example:80</c>, <c>10.0.0.7/path</c>.</summary>
    /// <remarks>A text without scheme is a host, not a path. Of a query only the names stay; user, password and fragment go.</remarks>
    /// <returns>The place with url, host, port and protocol as far as given; null when it is neither.</returns>
    public static Place? PlaceOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var plain = text.Trim();
        var hasScheme = plain.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? plain : "none://" + plain, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return null;
        }

        var path = uri.AbsolutePath == "/" && !hasScheme ? string.Empty : uri.AbsolutePath;
        var host = uri.Host.Trim('[', ']').ToLowerInvariant();
        return new Place
        {
            Host = Cut(host),
            Port = uri.Port > 0 ? uri.Port : null,
            Protocol = hasScheme ? Cut(uri.Scheme) : null,
            Url = hasScheme ? Cut($"{uri.Scheme}://{Authority(uri)}{path}{QueryNames(uri.Query)}") : path.Length > 0 ? Cut($"{Authority(uri)}{path}") : null,
        };
    }

    /// <summary>The URL if it is an absolute http or https one, cleaned and cut; else null.</summary>
    public static string? Web(string? text) => IsWeb(text?.Trim()) ? Cut(text!) : null;

    /// <summary>Adds every http or https URL that a text names, as far as the list has room.</summary>
    public static void AddWeb(string? text, List<string> urls)
    {
        // Most texts are one URL and nothing else.
        if (text is { Length: <= FindingLimits.NameCharacters } && IsWeb(text) && text[^1] is not ('.' or ';' or '\'') && !text.AsSpan().ContainsAnyExcept(Plain))
        {
            AddNew(text, urls);
            return;
        }

        foreach (var word in text is null ? [] : text.Split(BetweenUrls, StringSplitOptions.RemoveEmptyEntries))
        {
            Add(word.TrimEnd('.', ';', '\''), urls);
        }
    }

    /// <summary>The URLs that texts name, as <see cref="AddWeb"/> finds them.</summary>
    /// <param name="first">Goes before the others; null when there are only these.</param>
    public static List<string> WebOf(string? first, List<string> others)
    {
        var urls = new List<string>(others.Count + 1);
        AddWeb(first, urls);
        foreach (var other in others)
        {
            AddWeb(other, urls);
        }

        return urls;
    }

    private static void Add(string word, List<string> urls)
    {
        if (Web(word) is { } url)
        {
            AddNew(url, urls);
        }
    }

    private static void AddNew(string url, List<string> urls)
    {
        if (urls.Count < FindingLimits.ListEntries && !urls.Contains(url))
        {
            urls.Add(url);
        }
    }

    private static string Authority(Uri uri) =>
        uri.IsDefaultPort || uri.Port <= 0 ? uri.Host : string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{uri.Port}");

    private static string QueryNames(string query)
    {
        if (query.Length < 2)
        {
            return string.Empty;
        }

        var names = query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0]).Distinct(StringComparer.Ordinal);
        return "?" + string.Join('&', names);
    }

    private static string Cut(string text) => CleanText.Line(text, FindingLimits.NameCharacters);
}
