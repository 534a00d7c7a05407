namespace Patchbay.Tests.Scanners;

/// <summary>Writes small logs; every argument is JSON text.</summary>
internal static class SarifText
{
    /// <summary>A log with one run.</summary>
    /// <param name="results">Elements of the array of results.</param>
    /// <param name="rules">Elements of the driver's array of rules.</param>
    /// <param name="run">Further members of the run, each with a comma behind.</param>
    /// <param name="driver">Further members of the driver, each with a comma behind.</param>
    public static string Log(string results, string rules = "", string run = "", string driver = "") =>
        $$"""
        { "version": "2.1.0", "runs": [ { {{run}} "tool": { "driver": { {{driver}} "name": "Probe", "rules": [ {{rules}} ] } }, "results": [ {{results}} ] } ] }
        """;

    /// <summary>A result at a place.</summary>
    /// <param name="more">Further members, each with a comma in front.</param>
    public static string Result(string rule = "R1", string uri = "src/a.c", int line = 7, string more = "") =>
        $$"""
        { "ruleId": "{{rule}}", "message": { "text": "m" },
          "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "{{uri}}" }, "region": { "startLine": {{line}} } } } ] {{more}} }
        """;
}
