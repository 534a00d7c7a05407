using System.Text.Json;
using System.Xml.Linq;

namespace Patchbay.Tests.Scanners.CycloneDx;

/// <summary>Writes a CycloneDX document in JSON anew as XML, in the order that its schema prescribes.</summary>
internal static class BomXml
{
    private static readonly XNamespace Bom = "http://cyclonedx.org/schema/bom/1.5";
    private static readonly string[] Order = ["metadata", "components", "services", "vulnerabilities"];

    private static readonly Dictionary<string, string> Entries = new()
    {
        ["components"] = "component",
        ["services"] = "service",
        ["tools"] = "tool",
        ["vulnerabilities"] = "vulnerability",
        ["references"] = "reference",
        ["ratings"] = "rating",
        ["cwes"] = "cwe",
        ["advisories"] = "advisory",
        ["affects"] = "target",
        ["versions"] = "version",
    };

    public static byte[] Of(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var members = json.RootElement.EnumerateObject().Where(member => Order.Contains(member.Name)).OrderBy(member => Array.IndexOf(Order, member.Name));
        using var body = new MemoryStream();
        new XDocument(new XElement(Bom + "bom", members.SelectMany(Nodes))).Save(body);
        return body.ToArray();
    }

    private static IEnumerable<object> Nodes(JsonProperty member) => member switch
    {
        { Value.ValueKind: JsonValueKind.Null } => [],
        { Name: "bom-ref" } => [new XAttribute("bom-ref", member.Value.GetString()!)],
        { Value.ValueKind: JsonValueKind.Array } when Entries.TryGetValue(member.Name, out var entry) =>
            [new XElement(Bom + member.Name, member.Value.EnumerateArray().Select(value => Element(entry, value)))],
        { Value.ValueKind: JsonValueKind.Array } => [],
        _ => [Element(member.Name, member.Value)],
    };

    private static XElement Element(string name, JsonElement value) =>
        new(Bom + name, value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().SelectMany(Nodes) : value.ToString());
}
