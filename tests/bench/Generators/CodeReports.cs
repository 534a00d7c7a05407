using System.IO.Compression;

namespace Patchbay.Bench.Generators;

/// <summary>Reports about source code in JSON: Semgrep, SonarQube, our own.</summary>
internal static class CodeReports
{
    private const int SonarRules = 300;

    public static void Semgrep(Stream target, int findings) => Sheet.Write(
        target,
        findings,
        "{\"version\":\"1.90.0\",\"results\":[",
        SemgrepEntry,
        ",",
        "],\"errors\":[],\"paths\":{\"scanned\":[\"src\"]}}");

    public static void Sonar(Stream target, int findings) => Sheet.Write(
        target,
        findings,
        $"{{\"total\":{findings},\"p\":1,\"ps\":{findings},\"paging\":{{\"pageIndex\":1,\"pageSize\":{findings},\"total\":{findings}}},\"issues\":[",
        SonarEntry,
        ",",
        "],\"components\":[{\"key\":\"shop\",\"qualifier\":\"TRK\",\"name\":\"shop\"}],\"facets\":[]}");

    /// <summary>The issues and what each rule says, as a zip of answers.</summary>
    public static void SonarZip(Stream target, int findings)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        using (var issues = zip.CreateEntry("issues.json", CompressionLevel.Fastest).Open())
        {
            Sonar(issues, findings);
        }

        using var rules = zip.CreateEntry("rules.json", CompressionLevel.Fastest).Open();
        Sheet.Write(rules, SonarRules, "{\"total\":300,\"rules\":[", SonarRule, ",", "]}");
    }

    private const string GenericHeader = "id,title,severity,rule,description,mitigation,date,cve,cwe,cvssv3,file_path,line,references";

    public static void Generic(Stream target, int findings) => Generic(target, findings, static i => GenericEntry(i, isActive: true));

    /// <summary>Every tenth entry stands otherwise, so which they are must be known before the first is handed over.</summary>
    public static void GenericMixed(Stream target, int findings) => Generic(target, findings, static i => GenericEntry(i, isActive: i % 10 > 0));

    public static void GenericCsv(Stream target, int findings) => Sheet.Write(target, findings, GenericHeader + "\n", GenericRow, "\n", string.Empty);

    /// <summary>A column tells a state, always the same one.</summary>
    public static void GenericCsvOpen(Stream target, int findings) =>
        Sheet.Write(target, findings, GenericHeader + ",status\n", static i => GenericRow(i) + ",open", "\n", string.Empty);

    /// <inheritdoc cref="GenericMixed"/>
    public static void GenericCsvMixed(Stream target, int findings) =>
        Sheet.Write(target, findings, GenericHeader + ",status\n", static i => GenericRow(i) + (i % 10 > 0 ? ",open" : ",fixed"), "\n", string.Empty);

    private static void Generic(Stream target, int findings, Func<int, string> entry) =>
        Sheet.Write(target, findings, "{\n  \"findings\": [\n", entry, ",\n", "\n  ]\n}");

    private static string SemgrepEntry(int i)
    {
        var flaw = Words.FlawOf(i) % 400;
        var rule = $"csharp.lang.security.audit.rule{flaw}.rule-{flaw}";
        return $$"""
            {"check_id":"{{rule}}","path":"{{Words.File(i)}}","start":{"line":{{1 + (i % 997)}},"col":13,"offset":{{i % 60_000}} },
            "end":{"line":{{1 + (i % 997)}},"col":57,"offset":{{(i % 60_000) + 44}} },"extra":{"engine_kind":"OSS","fingerprint":"{{Words.Hex(i, 64)}}{{Words.Hex(i + 1, 64)}}_0",
            "is_ignored":false,"lines":"{{Words.Code(i)}}","message":"{{Words.Text(flaw, 3)}}","metadata":{"category":"security","confidence":"MEDIUM",
            "cwe":["CWE-{{20 + flaw}}: {{Words.Sentence(flaw, 8)}}"],"impact":"MEDIUM","license":"Commons Clause License Condition v1.0[LGPL-2.1-only]","likelihood":"LOW",
            "owasp":["A07:2017 - Cross-Site Scripting (XSS)","A03:2021 - Injection"],"references":["https://owasp.example/Top10/A{{flaw % 10}}"],
            "semgrep.dev":{"rule":{"origin":"community","rule_id":"{{Words.Hex(flaw, 6)}}","url":"https://semgrep.example/playground/r/{{rule}}","version_id":"{{Words.Hex(flaw + 1, 6)}}"} },
            "shortlink":"https://sg.example/{{Words.Hex(flaw, 4)}}","source":"https://semgrep.example/r/{{rule}}","subcategory":["audit"],"technology":["dotnet"]},
            "metavars":{"$X":{"abstract_content":"request.Query","end":{"col":44,"line":27,"offset":624},"start":{"col":5,"line":27,"offset":590} } },
            "severity":"{{(flaw % 3 == 0 ? "ERROR" : "WARNING")}}","validation_state":"NO_VALIDATOR"} }
            """;
    }

    private static string SonarEntry(int i)
    {
        var rule = Words.FlawOf(i) % SonarRules;
        var line = 1 + (i % 997);
        return $$"""
            {"key":"{{Words.Guid(i)}}","rule":"csharpsquid:S{{rule}}","severity":"MAJOR","component":"shop:{{Words.File(i)}}","project":"shop","line":{{line}},
            "hash":"{{Words.Hex(i, 32)}}","textRange":{"startLine":{{line}},"endLine":{{line}},"startOffset":6,"endOffset":113},"flows":[{"locations":[
            {"component":"shop:{{Words.File(i + 7)}}","textRange":{"startLine":{{line}},"endLine":{{line}},"startOffset":3,"endOffset":44},"msg":"{{Words.Sentence(rule, 6)}}"}]}],
            "status":"OPEN","message":"{{Words.Sentence(rule, 14)}}","effort":"15min","debt":"15min","author":"dev{{i % 40}}@shop.example","tags":["cwe","owasp-a1","sql"],
            "creationDate":"2024-10-16T15:05:35+0000","updateDate":"2024-11-03T08:00:46+0000","type":"VULNERABILITY","scope":"MAIN","quickFixAvailable":false,
            "messageFormattings":[],"codeVariants":[],"cleanCodeAttribute":"TRUSTWORTHY","cleanCodeAttributeCategory":"RESPONSIBLE",
            "impacts":[{"softwareQuality":"SECURITY","severity":"{{(rule % 3 == 0 ? "HIGH" : "MEDIUM")}}"}],"issueStatus":"OPEN","prioritizedRule":false}
            """;
    }

    private static string SonarRule(int i) => $$"""
        {"key":"csharpsquid:S{{i}}","name":"{{Words.Sentence(i, 7)}}","htmlDesc":"<p>{{Words.Text(i, 6, "</p>\\n<p>")}}</p>\n<h2>Noncompliant Code Example</h2>\n<pre>{{Words.Code(i)}}</pre>",
        "lang":"cs","securityStandards":["cwe:{{20 + i}}","owaspTop10:a1"]}
        """;

    private static string GenericEntry(int i, bool isActive)
    {
        var flaw = Words.FlawOf(i);
        return $$"""
                {
                  "id": "{{Words.Guid(i)}}",
                  "title": "{{Words.Sentence(flaw, 8)}}",
                  "description": "{{Words.Text(flaw, 4, "\\n")}}",
                  "severity": "{{Words.Severity(flaw)}}",
                  "rule": "check-{{flaw}}",
                  "impact": "{{Words.Sentence(flaw + 1, 15)}}",
                  "mitigation": "{{Words.Text(flaw + 2, 2)}}",
                  "date": "2026-01-06",
                  "cve": "{{Words.Cve(flaw)}}",
                  "cwe": {{20 + (flaw % 900)}},
                  "cvssv3": "CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N",
                  "file_path": "{{Words.File(i)}}",
                  "line": {{1 + (i % 997)}},
                  "references": ["https://nvd.example/vuln/detail/{{Words.Cve(flaw)}}"],
                  "tags": ["security", "network"],
                  "active": {{(isActive ? "true" : "false")}}
                }
            """;
    }

    private static string GenericRow(int i)
    {
        var flaw = Words.FlawOf(i);
        return $"{Words.Guid(i)},{Words.Sentence(flaw, 8)},{Words.Severity(flaw)},check-{flaw},\"{Words.Text(flaw, 4, "\n")}\",\"{Words.Text(flaw + 2, 2)}\",2026-01-06,"
            + $"{Words.Cve(flaw)},{20 + (flaw % 900)},CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N,{Words.File(i)},{1 + (i % 997)},https://nvd.example/vuln/detail/{Words.Cve(flaw)}";
    }
}
