using System.Text;

namespace Patchbay.Bench.Generators;

/// <summary>What Qualys exports: hosts with detections, what each check says behind them.</summary>
internal static class QualysReports
{
    private const int PerHost = 50;

    public static void AssetData(Stream target, int findings) => Sheet.Write(
        target,
        (findings, AssetDataHead, i => HostOf(i, findings) + Detection(i), "</VULN_INFO_LIST></HOST></HOST_LIST>"),
        (Words.Flaws, "<GLOSSARY><VULN_DETAILS_LIST>", Details, "</VULN_DETAILS_LIST></GLOSSARY></ASSET_DATA_REPORT>"));

    public static void WebApplications(Stream target, int findings) => Sheet.Write(
        target,
        (findings, "<?xml version='1.0' encoding='UTF-8'?>\n<WAS_SCAN_REPORT><HEADER><NAME>Scan Report</NAME></HEADER><RESULTS><VULNERABILITY_LIST>", WebDetection, "</VULNERABILITY_LIST></RESULTS>"),
        (Words.Flaws, "<GLOSSARY><QID_LIST>", WebDetails, "</QID_LIST></GLOSSARY></WAS_SCAN_REPORT>"));

    public static void VmCsv(Stream target, int findings) => Sheet.Write(target, findings, VmCsvHead, VmRow, "\n", string.Empty);

    public static void VmdrCsv(Stream target, int findings) => Sheet.Write(target, findings, VmdrCsvHead, VmdrRow, "\n", string.Empty);

    private const string AssetDataHead =
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <!DOCTYPE ASSET_DATA_REPORT SYSTEM "https://qualys.example/asset_data_report.dtd">
        <ASSET_DATA_REPORT>
          <HEADER><COMPANY><![CDATA[Shop]]></COMPANY><GENERATION_DATETIME>2026-08-01T20:03:10Z</GENERATION_DATETIME></HEADER>
          <HOST_LIST>
        """;

    private const string VmCsvHead =
        "\"IP\",\"DNS\",\"NetBIOS\",\"OS\",\"IP Status\",\"QID\",\"Title\",\"Vuln Status\",\"Type\",\"Severity\",\"Port\",\"Protocol\",\"FQDN\",\"SSL\",\"First Detected\","
        + "\"Last Detected\",\"Times Detected\",\"CVE ID\",\"CVSS Base\",\"Threat\",\"Impact\",\"Solution\",\"Results\",\"PCI Vuln\",\"Category\"\n";

    private const string VmdrCsvHead =
        "\"Asset Vuln Datalist Report\",\"04 Feb 2026 10:00AM GMT-0500\",\"1\"\n"
        + "\"QID\",\"Title\",\"Severity\",\"KB Severity\",\"Type Detected\",\"Last Detected\",\"First Detected\",\"Protocol\",\"Port\",\"Status\",\"Asset Id\",\"Asset Name\","
        + "\"Asset IPV4\",\"Asset IPV6\",\"Solution\",\"Asset Tags\",\"Disabled\",\"Ignored\",\"QDS\",\"QDS Severity\",\"Category\",\"Operating System\",\"Threat\",\"Results\"\n";

    private static string Ip(int host) => $"10.{(host >> 16) & 255}.{(host >> 8) & 255}.{host & 255}";

    private static int Qid(int entry) => 100_000 + Words.FlawOf(entry);

    private static string HostOf(int i, int findings) => i % PerHost != 0 ? string.Empty : (i == 0 ? string.Empty : "</VULN_INFO_LIST></HOST>\n") + $"""
        <HOST>
          <IP network_id="0">{Ip(i / PerHost)}</IP>
          <TRACKING_METHOD>IP</TRACKING_METHOD>
          <DNS><![CDATA[host{i / PerHost}of{findings / PerHost}.shop.example]]></DNS>
          <OPERATING_SYSTEM><![CDATA[Windows Server 2019]]></OPERATING_SYSTEM>
          <VULN_INFO_LIST>

        """;

    private static string Detection(int i) => $"""
            <VULN_INFO>
              <QID id="qid_{Qid(i)}">{Qid(i)}</QID>
              <TYPE>Vuln</TYPE>
              <PORT>{1 + (i % 60_000)}</PORT>
              <SERVICE>www</SERVICE>
              <PROTOCOL>tcp</PROTOCOL>
              <SSL>false</SSL>
              <RESULT format="table"><![CDATA[File	Version	Expected
        C:\Program Files\Shop\lib{i % 211}.dll	1.{i % 9}.{i}	{Words.Sentence(i, 14)}]]></RESULT>
              <FIRST_FOUND>2025-07-31T21:57:48Z</FIRST_FOUND>
              <LAST_FOUND>2026-07-31T21:57:48Z</LAST_FOUND>
              <TIMES_FOUND>12</TIMES_FOUND>
              <VULN_STATUS>Active</VULN_STATUS>
            </VULN_INFO>
        """;

    private static string Details(int flaw) => $"""
              <VULN_DETAILS id="qid_{100_000 + flaw}">
                <QID id="qid_{100_000 + flaw}">{100_000 + flaw}</QID>
                <TITLE><![CDATA[{Words.Sentence(flaw, 7)}]]></TITLE>
                <SEVERITY>{1 + (flaw % 5)}</SEVERITY>
                <CATEGORY>Windows</CATEGORY>
                <THREAT><![CDATA[{Words.Text(flaw, 6, "<P>")}]]></THREAT>
                <IMPACT><![CDATA[{Words.Text(flaw + 1, 2)}<P>]]></IMPACT>
                <SOLUTION><![CDATA[{Words.Text(flaw + 2, 3)} <A HREF="https://vendor.example/{flaw}" TARGET="_blank">patch</A>]]></SOLUTION>
                <PCI_FLAG>1</PCI_FLAG>
                <CVSS_SCORE><CVSS_BASE source="service">6.{flaw % 10}</CVSS_BASE></CVSS_SCORE>
                <CVE_ID_LIST><CVE_ID><ID><![CDATA[{Words.Cve(flaw)}]]></ID><URL><![CDATA[https://cve.example/{Words.Cve(flaw)}]]></URL></CVE_ID></CVE_ID_LIST>
              </VULN_DETAILS>
        """;

    private static string WebDetection(int i) => $"""
            <VULNERABILITY>
                <UNIQUE_ID>{Words.Guid(i)}</UNIQUE_ID>
                <ID>{100_000 + i}</ID>
                <DETECTION_ID>{600_000 + i}</DETECTION_ID>
                <QID>{Qid(i)}</QID>
                <URL>https://shop.example/area{i % 40}/page{i}.html</URL>
                <ACCESS_PATH><URL>https://shop.example/</URL><URL>https://shop.example/index.html</URL></ACCESS_PATH>
                <AJAX>false</AJAX>
                <AUTHENTICATION>Not Required</AUTHENTICATION>
                <DETECTION_DATE>11 Mar 2026 01:07PM GMT-0400</DETECTION_DATE>
                <PAYLOADS>
                    <PAYLOAD>
                        <NUM>1</NUM>
                        <PAYLOAD>https://shop.example/area{i % 40}/page{i}.html</PAYLOAD>
                        <REQUEST>
                            <METHOD>GET</METHOD>
                            <URL>https://shop.example/area{i % 40}/page{i}.html</URL>
                            <HEADERS>
                                <HEADER><key>Referer</key><value><![CDATA[ https://shop.example/]]></value></HEADER>
                                <HEADER><key>Host</key><value><![CDATA[ shop.example]]></value></HEADER>
                                <HEADER><key>User-Agent</key><value><![CDATA[ Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_3)]]></value></HEADER>
                            </HEADERS>
                        </REQUEST>
                        <RESPONSE><CONTENTS base64="true">{Convert.ToBase64String(Encoding.ASCII.GetBytes(Words.Text(i, 2)))}</CONTENTS></RESPONSE>
                    </PAYLOAD>
                </PAYLOADS>
                <IGNORED>false</IGNORED>
            </VULNERABILITY>
        """;

    private static string WebDetails(int flaw) => $"""
            <QID>
                <QID>{100_000 + flaw}</QID>
                <CATEGORY>Confirmed Vulnerability</CATEGORY>
                <SEVERITY>{1 + (flaw % 5)}</SEVERITY>
                <TITLE>{Words.Sentence(flaw, 7)}</TITLE>
                <GROUP>PATH</GROUP>
                <OWASP>A5</OWASP>
                <CWE>CWE-{20 + (flaw % 900)}</CWE>
                <CVSS_BASE>2.{flaw % 10}</CVSS_BASE>
                <DESCRIPTION><![CDATA[{Words.Text(flaw, 6, "<P>")}]]></DESCRIPTION>
                <IMPACT>{Words.Text(flaw + 1, 2)}</IMPACT>
                <SOLUTION>{Words.Text(flaw + 2, 3)}</SOLUTION>
            </QID>
        """;

    private static string VmRow(int i)
    {
        var flaw = Words.FlawOf(i);
        return $"\"{Ip(i / PerHost)}\",\"host{i / PerHost}.shop.example\",\"HOST{i / PerHost}\",\"Windows Server 2019\",\"host scanned, found vuln\",\"{Qid(i)}\",\"{Words.Sentence(flaw, 7)}\","
            + $"\"Active\",\"Vuln\",\"{1 + (flaw % 5)}\",\"{1 + (i % 60_000)}\",\"tcp\",\"\",\"\",\"04/13/2025 15:14:00\",\"02/03/2026 07:00:00\",\"12\",\"{Words.Cve(flaw)}\",\"6.{flaw % 10}\","
            + $"\"{Words.Text(flaw, 4, "<P>\n")}\",\"{Words.Text(flaw + 1, 2)}\",\"{Words.Text(flaw + 2, 2)}\",\"C:\\Shop\\lib{i % 211}.dll is \"\"1.{i % 9}.{i}\"\"\",\"yes\",\"Windows\"";
    }

    private static string VmdrRow(int i)
    {
        var flaw = Words.FlawOf(i);
        return $"\"{Qid(i)}\",\"{Words.Sentence(flaw, 7)}\",\"{1 + (flaw % 5)}\",\"5\",\"Confirmed\",\"Feb 03, 2026 07:00 AM\",\"Apr 13, 2025 03:14 PM\",\"tcp\",\"{1 + (i % 60_000)}\",\"ACTIVE\","
            + $"\"{9_000_000 + (i / PerHost)}\",\"HOST{i / PerHost}\",\"{Ip(i / PerHost)}\",\"\",\"{Words.Text(flaw + 2, 2)}\",\"Server,Production\",\"No\",\"No\",\"72\",\"HIGH\",\"Windows\","
            + $"\"Windows Server 2019\",\"{Words.Text(flaw, 4, "<P>")}\",\"C:\\Shop\\lib{i % 211}.dll is \"\"1.{i % 9}.{i}\"\"\"";
    }
}
