using System.IO.Compression;

namespace Patchbay.Bench.Generators;

/// <summary>What Fortify writes: scans with rules and snippets behind the findings, reports, dynamic scans.</summary>
internal static class FortifyReports
{
    private const int Rules = 150;

    public static void Fvdl(Stream target, int findings) => Sheet.Write(
        target,
        (findings, FvdlHead, Vulnerability, "</Vulnerabilities>"),
        (Rules, string.Empty, Description, string.Empty),
        (findings, "<Snippets>", Snippet, "</Snippets>"),
        (Rules, "<EngineData>\n  <EngineVersion>23.1.1.0007</EngineVersion>\n  <RuleInfo>", RuleInfo, "  </RuleInfo>\n</EngineData>\n</FVDL>"));

    /// <summary>The scan and what people said about a tenth of its findings, as a zip.</summary>
    public static void Fpr(Stream target, int findings)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        using (var scan = zip.CreateEntry("audit.fvdl", CompressionLevel.Fastest).Open())
        {
            Fvdl(scan, findings);
        }

        using var audit = zip.CreateEntry("audit.xml", CompressionLevel.Fastest).Open();
        Sheet.Write(audit, (findings / 10, "<Audit xmlns=\"xmlns://www.fortify.com/schema/audit\" version=\"4.4\"><IssueList>", Decision, "</IssueList></Audit>"));
    }

    public static void Report(Stream target, int findings) => Sheet.Write(
        target,
        (findings, ReportHead, i => ReportIssue(i, findings), "</GroupingSection></Chart></IssueListing></SubSection></ReportSection></ReportDefinition>"));

    public static void WebInspect(Stream target, int findings) => Sheet.Write(
        target,
        (findings, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Scan><Name>Shop</Name><PolicyName>Standard</PolicyName><Issues>", DynamicIssue, "</Issues></Scan>"));

    private const string FvdlHead =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <FVDL xmlns="xmlns://www.fortifysoftware.com/schema/fvdl" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.12" xsi:type="FVDL">
        <CreatedTS date="2024-02-20" time="05:34:11"/>
        <UUID>404dd009-bf42-404e-9aa0-2c18a9ffa842</UUID>
        <Build><Project>shop</Project><BuildID>shop_7</BuildID><NumberFiles>4000</NumberFiles><SourceBasePath>/var/build/shop</SourceBasePath></Build>
        <Vulnerabilities>
        """;

    private const string ReportHead =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <ReportDefinition type="standard"><TemplateName>Fortify Security Report</TemplateName><ReportSection enabled="true"><Title>Results Outline</Title>
        <SubSection enabled="true"><Title>By category</Title><IssueListing listing="true" limit="-1"><Refinement></Refinement><Chart chartType="list"><Axis>Category</Axis><GroupingSection>
        """;

    private static int RuleOf(int entry) => Words.FlawOf(entry) % Rules;

    private static string ClassId(int rule) => Words.Guid(rule).ToUpperInvariant();

    private static string SnippetId(int entry) => $"{Words.Hex(entry, 32).ToUpperInvariant()}#{Words.File(entry)}:{1 + (entry % 997)}:{1 + (entry % 997)}";

    private static string Vulnerability(int i) => $"""
        <Vulnerability>
          <ClassInfo>
            <ClassID>{ClassId(RuleOf(i))}</ClassID>
            <Kingdom>Input Validation and Representation</Kingdom>
            <Type>Synthetic Injection {RuleOf(i)}</Type>
            <AnalyzerName>dataflow</AnalyzerName>
            <DefaultSeverity>{1 + (RuleOf(i) % 5)}.0</DefaultSeverity>
          </ClassInfo>
          <InstanceInfo>
            <InstanceID>{Words.Hex(i, 32).ToUpperInvariant()}</InstanceID>
            <InstanceSeverity>{1 + (RuleOf(i) % 5)}.0</InstanceSeverity>
            <Confidence>5.0</Confidence>
          </InstanceInfo>
          <AnalysisInfo>
            <Unified>
              <Context>
                <Function name="Handle{i % 31}"/>
                <FunctionDeclarationSourceLocation path="{Words.File(i)}" line="{i % 997}" lineEnd="{(i % 997) + 30}" colStart="39" colEnd="0"/>
              </Context>
              <ReplacementDefinitions>
                <Def key="PrimaryLocation.file" value="Unit{Words.Mix(i) % 4_000}.cs"/>
                <Def key="PrimaryLocation.line" value="{1 + (i % 997)}"/>
              </ReplacementDefinitions>
              <Trace>
                <Primary>
                  <Entry>
                    <Node isDefault="false" label="Query()">
                      <SourceLocation path="{Words.File(i + 7)}" line="{1 + (i % 997)}" lineEnd="{1 + (i % 997)}" colStart="8" colEnd="0" snippet="{SnippetId(i + 7)}"/>
                      <Action type="InCall">Query(return)</Action>
                    </Node>
                  </Entry>
                  <Entry>
                    <Node label="FunctionCall: Write" isDefault="true">
                      <SourceLocation path="{Words.File(i)}" line="{1 + (i % 997)}" lineEnd="{1 + (i % 997)}" colStart="26" colEnd="0" snippet="{SnippetId(i)}"/>
                      <Knowledge>
                        <Fact primary="false">Name: Sink.Write</Fact>
                      </Knowledge>
                    </Node>
                  </Entry>
                </Primary>
              </Trace>
            </Unified>
          </AnalysisInfo>
        </Vulnerability>
        """;

    private static string Description(int rule) => $"""

        <Description contentType="preformatted" classID="{ClassId(rule)}">
          <Abstract>&lt;Content&gt;&lt;Paragraph&gt;{Words.Sentence(rule, 15)} See &lt;Replace key="PrimaryLocation.file"/&gt;.&lt;/Paragraph&gt;&lt;/Content&gt;</Abstract>
          <Explanation>&lt;Content&gt;{Words.Text(rule, 14, "\n\n&lt;Paragraph&gt;")}
        &lt;pre&gt;
          res.cookie('important', info);
        &lt;/pre&gt;&lt;/Content&gt;</Explanation>
          <Recommendations>&lt;Content&gt;{Words.Text(rule + 1, 6)}&lt;/Content&gt;</Recommendations>
          <References><Reference><Title>{Words.Sentence(rule, 4)}</Title><Author>A. Author</Author></Reference></References>
        </Description>
        """;

    private static string Snippet(int i) => $"""
          <Snippet id="{SnippetId(i)}">
            <File>{Words.File(i)}</File>
            <StartLine>{i % 997}</StartLine>
            <EndLine>{(i % 997) + 6}</EndLine>
            <Text><![CDATA[        public IActionResult Handle{i % 31}(string value)
                <<
                    var item = catalogue.Find(value) ?? throw new NotFound("{i}");
                    sink{i % 211}.Write(item.Name && request.Query["input{i % 31}"], options);
                    return View(item);
        ]]></Text>
          </Snippet>
        """;

    private static string RuleInfo(int rule) => $"""
            <Rule id="{ClassId(rule)}">
              <MetaInfo>
                <Group name="altcategoryCWE">CWE ID {20 + rule}</Group>
                <Group name="Accuracy">4.0</Group>
                <Group name="Impact">{1 + (rule % 5)}.0</Group>
                <Group name="Probability">3.0</Group>
              </MetaInfo>
            </Rule>
        """;

    private static string Decision(int i) => $"""
        <Issue instanceId="{Words.Hex(i * 10, 32).ToUpperInvariant()}" revision="0"><Tag id="87f2364f-dcd4-49e6-861d-f8d3f351686b"><Value>Suspicious</Value></Tag><ThreadedComments><Comment><Content>{Words.Sentence(i, 9)}</Content><Username>ann</Username></Comment></ThreadedComments></Issue>
        """;

    private static string ReportIssue(int i, int findings)
    {
        var rule = (int)((long)i * Rules / findings);
        var isFirst = i == 0 || rule != (int)((i - 1L) * Rules / findings);
        return (isFirst ? ReportGroup(i, rule) : string.Empty) + $"""
            <Issue iid="{Words.Hex(i, 32).ToUpperInvariant()}" ruleID="{ClassId(rule)}">
                <Category>Synthetic Injection {rule}</Category>
                <Folder>High</Folder>
                <Kingdom>Input Validation and Representation</Kingdom>
                <Abstract>{Words.Sentence(rule, 18)} Line {1 + (i % 997)}.</Abstract>
                <Friority>High</Friority>
                <ExternalCategory type="CWE">CWE ID {20 + rule}</ExternalCategory>
                <Primary>
                    <FileName>Unit{Words.Mix(i) % 4_000}.cs</FileName>
                    <FilePath>{Words.File(i)}</FilePath>
                    <LineStart>{1 + (i % 997)}</LineStart>
                    <Snippet>    var item = catalogue.Find(value) ?? throw new NotFound();
                sink{i % 211}.Write(item.Name &amp;&amp; request.Query["input{i % 31}"]);
                return View(item);</Snippet>
                    <TargetFunction>Write()</TargetFunction>
                </Primary>
            </Issue>
            """;
    }

    private static string ReportGroup(int i, int rule) => (i == 0 ? string.Empty : "</GroupingSection>\n<GroupingSection>") + $"""
        <groupTitle>Synthetic Injection {rule}</groupTitle>
        <MajorAttributeSummary>
            <MetaInfo><Name>Abstract</Name><Value>{Words.Sentence(rule, 15)}</Value></MetaInfo>
            <MetaInfo><Name>Explanation</Name><Value>{Words.Text(rule, 14, "\n\n")}</Value></MetaInfo>
            <MetaInfo><Name>Recommendations</Name><Value>{Words.Text(rule + 1, 6)}</Value></MetaInfo>
        </MajorAttributeSummary>
        """;

    private static string DynamicIssue(int i) => $"""
        <Issue id="{Words.Guid(i)}">
          <CheckTypeID>Vulnerability</CheckTypeID>
          <EngineType>Synthetic</EngineType>
          <URL>https://shop.example:8443/area{i % 40}/page{i}?q=1&amp;page=2</URL>
          <Scheme>https</Scheme><Host>shop.example</Host><Port>8443</Port>
          <VulnerableSession><![CDATA[GET /area{i % 40}/page{i}?q=1 HTTP/1.1
        Host: shop.example
        User-Agent: Mozilla/5.0 (X11; Linux x86_64)
        Cookie: session={Words.Hex(i, 32)}]]></VulnerableSession>
          <VulnerabilityID>{5_000 + RuleOf(i)}</VulnerabilityID>
          <Severity>{RuleOf(i) % 5}</Severity>
          <Name>Synthetic Injection {RuleOf(i)}</Name>
          <RawResponse><![CDATA[HTTP/1.1 200 OK
        Content-Type: text/html
        <html><body><p>{Words.Text(i, 3)}</p></body></html>]]></RawResponse>
          <ReportSection><Name>Summary</Name><SectionText>&lt;P&gt;{Words.Text(RuleOf(i), 3)}&lt;BR&gt;Page {i}.</SectionText></ReportSection>
          <ReportSection><Name>Implication</Name><SectionText>{Words.Text(RuleOf(i), 2)}</SectionText></ReportSection>
          <ReportSection><Name>Execution</Name><SectionText>{Words.Sentence(RuleOf(i), 12)}</SectionText></ReportSection>
          <ReportSection><Name>Fix</Name><SectionText>{Words.Text(RuleOf(i), 3, "&lt;P&gt;")}</SectionText></ReportSection>
          <ReportSection><Name>Reference Info</Name><SectionText>&lt;a href="https://cwe.example/{20 + RuleOf(i)}"&gt;CWE-{20 + RuleOf(i)}&lt;/a&gt;</SectionText></ReportSection>
        </Issue>
        """;
}
