using System.IO.Compression;
using System.Text;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>Builds project archives and scans for tests.</summary>
internal static class FprText
{
    /// <summary>A zip with these members.</summary>
    public static byte[] Zip(params (string Name, string Text)[] members)
    {
        using var body = new MemoryStream();
        using (var zip = new ZipArchive(body, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in members)
            {
                using var member = zip.CreateEntry(name).Open();
                member.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return body.ToArray();
    }

    /// <summary>A scan with one finding of rule R, and whatever stands behind it.</summary>
    public static string Fvdl(string instance = "<Confidence>5.0</Confidence>", string groups = "", string rest = "") => $"""
        <FVDL xmlns="xmlns://www.fortifysoftware.com/schema/fvdl">
        <Build/>
        <Vulnerabilities>{Vulnerability("0001", instance)}</Vulnerabilities>
        {rest}
        <EngineData><RuleInfo><Rule id="R"><MetaInfo>{groups}</MetaInfo></Rule></RuleInfo></EngineData>
        </FVDL>
        """;

    /// <summary>One finding of rule R.</summary>
    public static string Vulnerability(string id, string instance = "", string path = "src/A.java") => $"""
        <Vulnerability>
          <ClassInfo><ClassID>R</ClassID><Type>Some Problem</Type></ClassInfo>
          <InstanceInfo><InstanceID>{id}</InstanceID>{instance}</InstanceInfo>
          <AnalysisInfo><Unified><Trace><Primary><Entry><Node isDefault="true">
            <SourceLocation path="{path}" line="7" snippet="S{id}"/>
          </Node></Entry></Primary></Trace></Unified></AnalysisInfo>
        </Vulnerability>
        """;

    /// <summary>The attributes of a rule.</summary>
    public static string Groups(string impact, string accuracy, string probability) =>
        $"<Group name=\"Impact\">{impact}</Group><Group name=\"Accuracy\">{accuracy}</Group><Group name=\"Probability\">{probability}</Group>";
}
