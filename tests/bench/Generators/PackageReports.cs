namespace Patchbay.Bench.Generators;

/// <summary>Reports about vulnerable packages in JSON: Trivy, OSV-Scanner, Dependabot, Amazon Inspector.</summary>
internal static class PackageReports
{
    public static void Trivy(Stream target, int findings) => Sheet.Write(
        target,
        findings,
        """
        {
          "SchemaVersion": 2,
          "ArtifactName": "shop:latest",
          "ArtifactType": "container_image",
          "Results": [
            {
              "Target": "shop:latest (debian 12.4)",
              "Class": "os-pkgs",
              "Type": "debian",
              "Vulnerabilities": [

        """,
        TrivyEntry,
        ",\n",
        "\n      ]\n    }\n  ]\n}");

    public static void Osv(Stream target, int findings) => Sheet.Write(
        target,
        findings,
        "{\n  \"results\": [\n    {\n      \"source\": { \"path\": \"/src/web/package-lock.json\", \"type\": \"lockfile\" },\n      \"packages\": [\n",
        OsvEntry,
        ",\n",
        "\n      ]\n    }\n  ]\n}");

    public static void Dependabot(Stream target, int findings) => Dependabot(target, findings, "\"nameWithOwner\":\"acme/shop\",", string.Empty);

    /// <summary>The repository's name stands behind its alerts, so it must be looked for before the first is handed over.</summary>
    public static void DependabotNameBehind(Stream target, int findings) => Dependabot(target, findings, string.Empty, ",\"nameWithOwner\":\"acme/shop\"");

    public static void Inspector(Stream target, int findings) => Sheet.Write(target, findings, "{\n    \"findings\": [\n", InspectorEntry, ",\n", "\n    ]\n}");

    private static void Dependabot(Stream target, int findings, string before, string behind) => Sheet.Write(
        target,
        findings,
        $"{{\"data\":{{\"repository\":{{{before}\"url\":\"https://github.example/acme/shop\",\"vulnerabilityAlerts\":{{\"nodes\":[",
        DependabotEntry,
        ",",
        $"],\"totalCount\":{findings},\"pageInfo\":{{\"hasNextPage\":false}}}}{behind}}}}}}}");

    private static string TrivyEntry(int i)
    {
        var flaw = Words.FlawOf(i);
        return $$"""
                    {
                      "VulnerabilityID": "{{Words.Cve(flaw)}}",
                      "PkgID": "{{Words.Package(flaw)}}-{{i}}@1.{{i % 9}}.{{flaw % 17}}",
                      "PkgName": "{{Words.Package(flaw)}}-{{i}}",
                      "InstalledVersion": "1.{{i % 9}}.{{flaw % 17}}",
                      "FixedVersion": "1.{{i % 9}}.{{20 + (flaw % 17)}}",
                      "Status": "fixed",
                      "Layer": { "DiffID": "sha256:{{Words.Hex(i % 12, 64)}}" },
                      "SeveritySource": "nvd",
                      "PrimaryURL": "https://avd.example/nvd/{{Words.Cve(flaw)}}",
                      "Title": "{{Words.Sentence(flaw, 9)}}",
                      "Description": "{{Words.Text(flaw, 3)}}",
                      "Severity": "{{Words.Severity(flaw).ToUpperInvariant()}}",
                      "CweIDs": [
                        "CWE-{{20 + (flaw % 900)}}"
                      ],
                      "CVSS": {
                        "nvd": {
                          "V3Vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H",
                          "V3Score": 6.{{flaw % 10}}
                        }
                      },
                      "References": [
                        "https://access.example/security/cve/{{Words.Cve(flaw)}}",
                        "https://bugs.example/show_bug.cgi?id={{flaw}}",
                        "https://github.example/advisories/GHSA-{{Words.Hex(flaw, 4)}}-{{Words.Hex(flaw + 1, 4)}}-pmqh",
                        "https://lists.example/archives/list/announce/message/{{Words.Hex(flaw, 32)}}/",
                        "https://nvd.example/vuln/detail/{{Words.Cve(flaw)}}"
                      ],
                      "PublishedDate": "2024-11-0{{1 + (flaw % 9)}}T03:15:00Z",
                      "LastModifiedDate": "2025-02-11T19:50:00Z"
                    }
            """;
    }

    private static string OsvEntry(int i)
    {
        var flaw = Words.FlawOf(i);
        var id = $"GHSA-{Words.Hex(flaw, 4)}-{Words.Hex(flaw + 1, 4)}-{Words.Hex(flaw + 2, 4)}";
        var package = $"\"name\": \"{Words.Package(flaw)}-{i}\", \"ecosystem\": \"npm\"";
        return $$"""
                    {
                      "package": { {{package}}, "version": "1.{{i % 9}}.{{flaw % 17}}" },
                      "vulnerabilities": [
                        {
                          "modified": "2024-11-08T04:17:07Z",
                          "published": "2024-08-01T05:29:33Z",
                          "schema_version": "1.6.0",
                          "id": "{{id}}",
                          "aliases": [ "{{Words.Cve(flaw)}}" ],
                          "summary": "{{Words.Sentence(flaw, 9)}}",
                          "details": "### Impact\n{{Words.Text(flaw, 4)}}\n\n### Patches\n{{Words.Sentence(flaw + 1, 14)}}",
                          "severity": [ { "type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H" } ],
                          "affected": [
                            {
                              "package": { {{package}}, "purl": "pkg:npm/{{Words.Package(flaw)}}-{{i}}" },
                              "ranges": [ { "type": "SEMVER", "events": [ { "introduced": "0" }, { "fixed": "1.{{i % 9}}.{{20 + (flaw % 17)}}" } ] } ],
                              "database_specific": { "source": "https://github.example/advisories/{{id}}.json" }
                            }
                          ],
                          "references": [
                            { "type": "ADVISORY", "url": "https://nvd.example/vuln/detail/{{Words.Cve(flaw)}}" },
                            { "type": "PACKAGE", "url": "https://github.example/{{Words.Package(flaw)}}" }
                          ],
                          "database_specific": { "cwe_ids": [ "CWE-{{20 + (flaw % 900)}}" ], "severity": "{{Words.Severity(flaw).ToUpperInvariant()}}" }
                        }
                      ],
                      "groups": [ { "ids": [ "{{id}}" ], "aliases": [ "{{Words.Cve(flaw)}}", "{{id}}" ], "max_severity": "6.{{flaw % 10}}" } ]
                    }
            """;
    }

    private static string DependabotEntry(int i)
    {
        var flaw = Words.FlawOf(i);
        return $$"""
            {"createdAt":"2024-09-20T20:33:13Z","dismissedAt":null,"number":{{i + 1}},"id":"RVA_{{Words.Hex(i, 16)}}","vulnerableManifestPath":"{{Words.File(i)}}proj",
            "state":"OPEN","securityVulnerability":{"severity":"{{Words.Severity(flaw).ToUpperInvariant()}}","package":{"name":"{{Words.Package(flaw)}}","ecosystem":"NPM"},
            "vulnerableVersionRange":"< 1.{{flaw % 17}}","firstPatchedVersion":{"identifier":"1.{{flaw % 17}}"},"advisory":{"description":"{{Words.Text(flaw, 4)}}",
            "summary":"{{Words.Sentence(flaw, 9)}}","identifiers":[{"type":"GHSA","value":"GHSA-{{Words.Hex(flaw, 4)}}-{{Words.Hex(flaw + 1, 4)}}-w9hm"},
            {"type":"CVE","value":"{{Words.Cve(flaw)}}"}],"cvss":{"score":6.{{flaw % 10}},"vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
            "cwes":{"nodes":[{"cweId":"CWE-{{20 + (flaw % 900)}}"}]},"references":[{"url":"https://nvd.example/vuln/detail/{{Words.Cve(flaw)}}"},
            {"url":"https://github.example/advisories/GHSA-{{Words.Hex(flaw, 4)}}-{{Words.Hex(flaw + 1, 4)}}-w9hm"}]} } }
            """;
    }

    private static string InspectorEntry(int i)
    {
        var flaw = Words.FlawOf(i);
        var image = $"012345678901:repository/shop/sha256:{Words.Hex(i % 40, 64)}";
        return $$"""
                    {
                        "awsAccountId": "012345678901",
                        "description": "{{Words.Text(flaw, 3)}}",
                        "epss": { "score": 0.000{{1 + (flaw % 9)}} },
                        "exploitAvailable": "NO",
                        "findingArn": "arn:aws:inspector2:eu-west-1:012345678901:finding/{{Words.Hex(i, 32)}}",
                        "firstObservedAt": "2024-02-02T16:30:33.045000+01:00",
                        "fixAvailable": "YES",
                        "inspectorScore": 5.{{flaw % 10}},
                        "inspectorScoreDetails": {
                            "adjustedCvss": {
                                "adjustments": [],
                                "cvssSource": "NVD",
                                "score": 5.{{flaw % 10}},
                                "scoreSource": "NVD",
                                "scoringVector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H",
                                "version": "3.1"
                            }
                        },
                        "lastObservedAt": "2024-06-14T04:03:53.051000+02:00",
                        "packageVulnerabilityDetails": {
                            "cvss": [
                                { "baseScore": 5.{{flaw % 10}}, "scoringVector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H", "source": "NVD", "version": "3.1" }
                            ],
                            "referenceUrls": [ "https://nvd.example/vuln/detail/{{Words.Cve(flaw)}}" ],
                            "relatedVulnerabilities": [],
                            "source": "DEBIAN_CVE",
                            "sourceUrl": "https://security-tracker.example/tracker/{{Words.Cve(flaw)}}",
                            "vendorSeverity": "{{Words.Severity(flaw)}}",
                            "vulnerabilityId": "{{Words.Cve(flaw)}}",
                            "vulnerablePackages": [
                                {
                                    "arch": "AMD64",
                                    "epoch": 0,
                                    "fixedInVersion": "0:4.19.{{232 + (flaw % 50)}}-1",
                                    "name": "{{Words.Package(flaw)}}",
                                    "packageManager": "OS",
                                    "release": "2",
                                    "remediation": "apt-get update && apt-get upgrade",
                                    "sourceLayerHash": "sha256:{{Words.Hex(i % 12, 64)}}",
                                    "version": "4.19.118"
                                }
                            ]
                        },
                        "remediation": { "recommendation": { "text": "None Provided" } },
                        "resources": [
                            {
                                "details": {
                                    "awsEcrContainerImage": {
                                        "architecture": "amd64",
                                        "imageHash": "sha256:{{Words.Hex(i % 40, 64)}}",
                                        "imageTags": [ "2.3.{{i % 40}}" ],
                                        "platform": "DEBIAN_12",
                                        "registry": "012345678901",
                                        "repositoryName": "shop"
                                    }
                                },
                                "id": "arn:aws:ecr:eu-west-1:{{image}}",
                                "partition": "aws",
                                "region": "eu-west-1",
                                "tags": {},
                                "type": "AWS_ECR_CONTAINER_IMAGE"
                            }
                        ],
                        "severity": "{{Words.Severity(flaw).ToUpperInvariant()}}",
                        "status": "ACTIVE",
                        "title": "{{Words.Cve(flaw)}} - {{Words.Package(flaw)}}",
                        "type": "PACKAGE_VULNERABILITY",
                        "updatedAt": "2024-06-14T04:03:53.051000+02:00"
                    }
            """;
    }
}
