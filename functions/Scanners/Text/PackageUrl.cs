using Patchbay.Findings;

namespace Patchbay.Scanners.Text;

/// <summary>A package URL taken apart. Source: the package-url specification.</summary>
/// <param name="Plain">Type, namespace and name, without version, qualifiers and subpath: <c>pkg:npm/%40acme/site</c>.</param>
/// <param name="Name">Name with its namespace, decoded: <c>@acme/site</c>.</param>
/// <param name="Version">Decoded; null when there is none.</param>
public sealed record PackageUrl(string Plain, string Name, string? Version)
{
    private const string Scheme = "pkg:";

    /// <summary>Reads one; null when the text is none.</summary>
    public static PackageUrl? Of(string? text)
    {
        if (text is null || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = text.AsSpan().IndexOfAny('?', '#');
        var body = end < 0 ? text : text[..end];

        // A namespace may begin with an unescaped @, so the version's mark is the last one, behind the last slash.
        var slash = body.LastIndexOf('/');
        var at = body.LastIndexOf('@');
        var plain = at > slash + 1 ? body[..at] : body;
        var nameStart = plain.IndexOf('/', StringComparison.Ordinal) + 1;
        if (nameStart <= Scheme.Length || nameStart >= plain.Length)
        {
            return null;
        }

        var version = at > slash + 1 && at + 1 < body.Length ? Decoded(body[(at + 1)..]) : null;
        return new PackageUrl(CleanText.Line(plain, FindingLimits.NameCharacters), Decoded(plain[nameStart..]), version);
    }

    private static string Decoded(string text) => CleanText.Line(Uri.UnescapeDataString(text), FindingLimits.NameCharacters);
}
