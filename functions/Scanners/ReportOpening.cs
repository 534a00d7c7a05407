using System.Globalization;
using System.Text.Json;

namespace Patchbay.Scanners;

/// <summary>What the opening of a body shows: enough to tell the formats apart without reading it whole.</summary>
public sealed record ReportOpening
{
    private const int NamesTold = 8;

    /// <summary>What kind of text or container it is.</summary>
    public required BodyKind Kind { get; init; }

    /// <summary>Local name of the root element, for XML.</summary>
    public string? XmlRoot { get; init; }

    /// <summary>What the JSON text is as a whole; undefined when it is none.</summary>
    public JsonValueKind JsonRoot { get; init; }

    /// <summary>Members of the top-level JSON object with their scalar values as text; null for objects, arrays and null.</summary>
    public IReadOnlyDictionary<string, string?> Members { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// Paths of the JSON members seen, at most eight brackets deep, as <c>runs[].tool.driver</c>; of an array only the first element counts.
    /// <c>runs[]</c> alone says that there is an array, and <c>[]</c> stands for a body that is one.
    /// </summary>
    public IReadOnlySet<string> Paths { get; init; } = new HashSet<string>();

    /// <summary>Names of the members of a zip; empty when there are more than any report has.</summary>
    public IReadOnlyList<string> ZipMembers { get; init; } = [];

    /// <summary>First lines of text that is neither JSON nor XML, at most 20.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Whether a member was seen; see <see cref="Paths"/>.</summary>
    public bool Has(string path) => Paths.Contains(path);

    /// <summary>Whether the path is an array of objects that are not empty.</summary>
    public bool HasObjectsIn(string arrayPath) => Paths.Any(path => path.StartsWith(arrayPath + ".", StringComparison.Ordinal));

    /// <summary>Says what it looks like, without repeating contents.</summary>
    public string Describe() => Kind switch
    {
        BodyKind.Empty => "empty",
        BodyKind.Zip => string.Create(CultureInfo.InvariantCulture, $"a zip with {ZipMembers.Count} members"),
        BodyKind.Xml when string.Equals(XmlRoot, "html", StringComparison.OrdinalIgnoreCase) => "a web page",
        BodyKind.Xml => XmlRoot is null ? "broken XML" : $"XML with the root element '{XmlRoot}'",
        BodyKind.Json when JsonRoot == JsonValueKind.Object => DescribeMembers("a JSON object", Members.Keys),
        BodyKind.Json when JsonRoot == JsonValueKind.Array && HasObjectsIn("[]") => DescribeMembers("a JSON array of objects", NamesIn("[].")),
        BodyKind.Json => $"a JSON {JsonRoot.ToString().ToLowerInvariant()}",
        _ => "text that is neither JSON nor XML",
    };

    private static string DescribeMembers(string what, IEnumerable<string> names)
    {
        var told = names.Take(NamesTold + 1).Select(name => name.Length > 40 ? name[..40] + "…" : name).ToList();
        var more = told.Count > NamesTold ? ", …" : string.Empty;
        return told.Count == 0 ? $"{what} without members" : $"{what} with {string.Join(", ", told.Take(NamesTold).Select(name => $"'{name}'"))}{more}";
    }

    private IEnumerable<string> NamesIn(string prefix) =>
        Paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.IndexOfAny(['.', '['], prefix.Length) < 0)
            .Select(path => path[prefix.Length..]);
}

/// <summary>What kind of text or container a body is.</summary>
public enum BodyKind
{
    /// <summary>None of the others: lines of text, perhaps CSV.</summary>
    Text,

    /// <summary>Nothing but white space.</summary>
    Empty,

    /// <summary>Begins as JSON.</summary>
    Json,

    /// <summary>Begins as XML.</summary>
    Xml,

    /// <summary>A zip archive.</summary>
    Zip,
}
