namespace Patchbay.Bench.Generators;

/// <summary>CycloneDX with as many vulnerabilities as components.</summary>
internal static class BomReports
{
    public static void Json(Stream target, int findings) => Sheet.Write(
        target,
        (findings, "{ \"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"version\": 1, \"components\": [", i => (i == 0 ? string.Empty : ",\n") + JsonComponent(i), "],"),
        (findings, "  \"vulnerabilities\": [", i => (i == 0 ? string.Empty : ",\n") + JsonVulnerability(i), "  ]\n}"));

    public static void Xml(Stream target, int findings) => Sheet.Write(
        target,
        (findings, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" version=\"1\">\n  <components>", XmlComponent, "  </components>"),
        (findings, "  <vulnerabilities>", XmlVulnerability, "  </vulnerabilities>\n</bom>"));

    private static string Name(int i) => $"{Words.Package(Words.FlawOf(i))}-{i}";

    private static string Purl(int i) => $"pkg:maven/example.org/{Name(i)}@2.{i % 17}.4";

    private static string JsonComponent(int i) => $$"""
            {
              "bom-ref": "{{Purl(i)}}",
              "type": "library",
              "group": "example.org",
              "name": "{{Name(i)}}",
              "version": "2.{{i % 17}}.4",
              "purl": "{{Purl(i)}}",
              "licenses": [ { "license": { "id": "Apache-2.0" } } ],
              "hashes": [ { "alg": "SHA-256", "content": "{{Words.Hex(i, 64)}}" } ]
            }
        """;

    private static string JsonVulnerability(int i)
    {
        var flaw = Words.FlawOf(i);
        return $$"""
                {
                  "bom-ref": "{{Words.Guid(i)}}",
                  "id": "{{Words.Cve(flaw)}}",
                  "source": { "name": "NVD", "url": "https://nvd.example/vuln/detail/{{Words.Cve(flaw)}}" },
                  "references": [ { "id": "GHSA-{{Words.Hex(flaw, 4)}}-pmqh-w9hm", "source": { "name": "GitHub", "url": "https://github.example/advisories" } } ],
                  "ratings": [
                    {
                      "source": { "name": "NVD" },
                      "score": 6.{{flaw % 10}},
                      "severity": "{{Words.Severity(flaw)}}",
                      "method": "CVSSv31",
                      "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
                    }
                  ],
                  "cwes": [ {{20 + (flaw % 900)}}, 502 ],
                  "description": "{{Words.Text(flaw, 3)}}",
                  "recommendation": "{{Words.Sentence(flaw + 1, 14)}}",
                  "advisories": [ { "title": "Commit", "url": "https://github.example/commit/{{Words.Hex(flaw, 40)}}" } ],
                  "created": "2024-01-01T00:00:00.000Z",
                  "published": "2024-01-01T00:00:00.000Z",
                  "updated": "2024-01-01T00:00:00.000Z",
                  "analysis": { "state": "in_triage" },
                  "affects": [ { "ref": "{{Purl(i)}}", "versions": [ { "version": "2.{{i % 17}}.4", "status": "affected" } ] } ]
                }
            """;
    }

    private static string XmlComponent(int i) => $"""
            <component type="library" bom-ref="{Purl(i)}">
              <group>example.org</group>
              <name>{Name(i)}</name>
              <version>2.{i % 17}.4</version>
              <hashes><hash alg="SHA-256">{Words.Hex(i, 64)}</hash></hashes>
              <licenses><license><id>Apache-2.0</id></license></licenses>
              <purl>{Purl(i)}</purl>
            </component>
        """;

    private static string XmlVulnerability(int i)
    {
        var flaw = Words.FlawOf(i);
        return $"""
                <vulnerability bom-ref="{Words.Guid(i)}">
                  <id>{Words.Cve(flaw)}</id>
                  <source><name>NVD</name><url>https://nvd.example/vuln/detail/{Words.Cve(flaw)}</url></source>
                  <ratings>
                    <rating>
                      <source><name>NVD</name></source>
                      <score>6.{flaw % 10}</score>
                      <severity>{Words.Severity(flaw)}</severity>
                      <method>CVSSv31</method>
                      <vector>CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</vector>
                    </rating>
                  </ratings>
                  <cwes><cwe>{20 + (flaw % 900)}</cwe><cwe>502</cwe></cwes>
                  <description>{Words.Text(flaw, 3)}</description>
                  <recommendation>{Words.Sentence(flaw + 1, 14)}</recommendation>
                  <advisories><advisory><title>Commit</title><url>https://github.example/commit/{Words.Hex(flaw, 40)}</url></advisory></advisories>
                  <published>2024-01-01T00:00:00.000Z</published>
                  <affects><target><ref>{Purl(i)}</ref><versions><version><version>2.{i % 17}.4</version><status>affected</status></version></versions></target></affects>
                </vulnerability>
            """;
    }
}
