namespace Patchbay.Tests.Policies;

/// <summary>Documents on which reader and schema must agree.</summary>
internal static class DocumentTable
{
    /// <summary>Documents that are in order.</summary>
    public static readonly string[] Good =
    [
        """{"policies": []}""",
        """{"$schema": "https://patchbay.example/api/policies/schema", "version": 12, "policies": []}""",
        """{"version": 12.0, "policies": []}""",
        Policy("""{"severity": "all"}"""),
        Policy("""{"severity": ["critical", "high", "medium", "low", "info"]}"""),
        Policy("""{"severity": {"atLeast": "low"}}"""),
        Policy("""{"scanner": "fortify", "asset": "web-*", "tag": ["pci"], "rule": "java/*", "branch": "release/*"}"""),
        Policy("""{"path": ["**/test/**", "/src/*.c", "a b/c", "**"]}"""),
        Policy("""{"cwe": [79, "CWE-89", "cwe-22", "0022", 99999, 7.9e1]}"""),
        Policy("""{"cve": "CVE-2021-44228", "component": "pkg:npm/@scope/*"}"""),
        Policy("""{"cvss": {"atLeast": 0}, "ageDays": {"atLeast": 30.0}}"""),
        Policy("""{"cvss": {"atLeast": 9.8}, "exploited": true}"""),
        Policy("""{"state": ["open", "fixed", "false-positive", "risk-accepted", "ignored", "suppressed", "absent"]}"""),
        Policy("""{"all": [{"any": [{"severity": "low"}]}, {"not": {"not": {"exploited": false}}}]}"""),
        Policy("""{"severity": "all"}""", """, "description": "Why\nand wherefore", "enabled": false, "assets": "a", "tags": ["b", "c*"]"""),
        Policy("""{"severity": "all"}""", """, "then": {}"""),
        Policy("""{"severity": "all"}""", """, "then": {}""", kind: "ticket"),
        Policy(
            """{"severity": "all"}""",
            """, "then": {"mapping": "jira-web", "groupBy": "rule", "dueDays": 30, "blocker": true, "emails": ["a@b.c", "d+e@f-g.h"]}""",
            kind: "ticket"),
        Policy("""{"severity": "all"}""", """, "then": {"emails": "a@b.c", "groupBy": "none"}""", kind: "ticket"),
        Policy("""{"severity": "all"}""", """, "then": {"emails": ["a@b.c"], "blocker": false, "mapping": "m"}""", kind: "alert"),
        Policy("""{"severity": "all"}""", """, "then": {"thresholds": [{"days": 7, "to": "owner"}]}""", kind: "follow-up"),
        Policy(
            """{"severity": "all"}""",
            """
            , "then": {"thresholds": [{"days": 7, "to": ["owner"]}, {"days": 3650, "to": ["owner", "x@y.z"]}], "hour": 0, "timeZone": "UTC"}
            """,
            kind: "follow-up"),
        Policy("""{"severity": "all"}""", """, "then": {"points": {"critical": 1000000, "low": 0}, "programme": "Bug Hunt"}""", kind: "score"),
        Policy("""{"path": "**/test/**"}""", kind: "ignore-paths"),
        Policy("""{"any": [{"path": "a/**"}, {"all": [{"path": "b/**"}, {"not": {"path": "b/c"}}]}]}""", """, "then": {}""", kind: "ignore-paths"),
        """{"policies": [{"name": "x", "kind": "classify", "match": {"severity": "all"}}]}""",
        """{"policies": [{"name": "Ünïcode – №1 😀", "kind": "classify", "match": {"rule": "größe*"}}]}""",
    ];

    /// <summary>Documents with mistakes, each with the beginnings of all the mistakes that the reader must name.</summary>
    public static readonly (string Text, string[] Mistakes)[] Bad =
    [
        ("[]", ["$: must be an object, not a list"]),
        ("3", ["$: must be an object, not a number"]),
        ("null", ["$: must be an object, not empty"]),
        ("{}", ["$: \"policies\" is missing"]),
        ("""{"policies": {}}""", ["$.policies: must be a list, not an object"]),
        ("""{"policies": [], "polices": []}""", ["$.polices: unknown member; did you mean \"policies\"?"]),
        ("""{"policies": [], "version": "3"}""", ["$.version: must be a whole number"]),
        ("""{"policies": [], "version": 1.5}""", ["$.version: must be a whole number"]),
        ("""{"policies": ["x"]}""", ["$.policies[0]: must be an object, not text"]),
        (
            """{"policies": [{}]}""",
            ["$.policies[0]: \"name\" is missing", "$.policies[0]: \"kind\" is missing", "$.policies[0]: \"match\" is missing"]),
        (
            """{"policies": [{"name": " ", "kind": "clasify", "match": {}, "then": {}}]}""",
            [
                "$.policies[0].name: must be 1 to 100 characters",
                "$.policies[0].kind: unknown kind \"clasify\"; did you mean \"classify\"?",
                "$.policies[0].match: a match needs at least one condition",
            ]),
        (Policy("""{"severity": "all"}""", name: "a\\nb"), ["$.policies[0].name: must be"]),
        (Policy("""{"severity": "all"}""", name: new string('n', 101)), ["$.policies[0].name: must be"]),
        (
            Policy("""{"severity": "all"}""", kind: "Classify"),
            ["$.policies[0].kind: unknown kind \"Classify\"; did you mean \"classify\"?"]),
        (
            Policy("""{"severity": "all"}""", """, "enabled": "yes", "assets": [], "tags": [3], "descripton": "" """),
            [
                "$.policies[0].descripton: unknown member; did you mean \"description\"?",
                "$.policies[0].enabled: must be true or false, not text",
                "$.policies[0].assets: the list is empty",
                "$.policies[0].tags[0]: must be text, not a number; put it in quotes",
            ]),
        (
            Policy("""{"all": [{"severity": ["critical", "hihg"]}]}"""),
            ["$.policies[0].match.all[0].severity[1]: unknown severity \"hihg\"; did you mean \"high\"?"]),
        (
            Policy("""{"severity": "everything"}"""),
            ["$.policies[0].match.severity: unknown severity \"everything\"; it can be info, low, medium, high, critical, all"]),
        (Policy("""{"severity": "High"}"""), ["$.policies[0].match.severity: unknown severity \"High\"; did you mean \"high\"?"]),
        (Policy("""{"severity": []}"""), ["$.policies[0].match.severity: the list is empty"]),
        (Policy("""{"severity": 3}"""), ["$.policies[0].match.severity: must be text, not a number"]),
        (Policy("""{"severity": null}"""), ["$.policies[0].match.severity: must be a list, not empty"]),
        (Policy("""{"severity": {"atLeast": "all"}}"""), ["$.policies[0].match.severity.atLeast: unknown severity \"all\""]),
        (
            Policy("""{"severity": {"atleast": "high"}}"""),
            [
                "$.policies[0].match.severity.atleast: unknown member; did you mean \"atLeast\"?",
                "$.policies[0].match.severity: \"atLeast\" is missing",
            ]),
        (Policy("""{"severity": {}}"""), ["$.policies[0].match.severity: \"atLeast\" is missing"]),
        (Policy("""{"severty": "high"}"""), ["$.policies[0].match.severty: unknown member; did you mean \"severity\"?"]),
        (Policy("""{"severity": "high", "age": 3}"""), ["$.policies[0].match.age: unknown member; did you mean \"ageDays\"?"]),
        (
            Policy("""{"odd name \"x\"": 3}"""),
            ["$.policies[0].match[\"odd name \\u0022x\\u0022\"]: unknown member; it can be all, any, not"]),
        (Policy("\"all\""), ["$.policies[0].match: must be an object, not text"]),
        (Policy("""[{"severity": "all"}]"""), ["$.policies[0].match: must be an object, not a list"]),
        (Policy("""{"all": []}"""), ["$.policies[0].match.all: the list is empty"]),
        (Policy("""{"any": {"severity": "low"}}"""), ["$.policies[0].match.any: must be a list, not an object"]),
        (Policy("""{"not": [{"severity": "low"}]}"""), ["$.policies[0].match.not: must be an object, not a list"]),
        (Policy("""{"not": {}}"""), ["$.policies[0].match.not: a match needs at least one condition"]),
        (Policy("""{"path": ["test/", "a\\b", "!x", "", " a", "[ab]", "**.js", "a//b"]}"""),
        [
            "$.policies[0].match.path[0]: no path ends with", "$.policies[0].match.path[1]: paths have forward slashes",
            "$.policies[0].match.path[2]: \"!\" has no meaning here", "$.policies[0].match.path[3]: an empty pattern",
            "$.policies[0].match.path[4]: a pattern neither begins", "$.policies[0].match.path[5]: \"[\" has no meaning here",
            "$.policies[0].match.path[6]: \"**\" stands alone", "$.policies[0].match.path[7]: two slashes",
        ]),
        (Policy("""{"rule": "a{b,c}"}"""), ["$.policies[0].match.rule: \"{\" has no meaning here"]),
        (Policy("""{"branch": "main "}"""), ["$.policies[0].match.branch: a pattern neither begins"]),
        (Policy($$"""{"tag": "{{new string('t', 501)}}"}"""), ["$.policies[0].match.tag: a pattern has at most 500"]),
        (Policy("""{"scanner": true}"""), ["$.policies[0].match.scanner: must be text, not true or false"]),
        (Policy("""{"scanner": {"name": "x"}}"""), ["$.policies[0].match.scanner: must be a list, not an object"]),
        (Policy("""{"cwe": [0, "CWE-", "SQL", 1.5, 100000, "CWE-100000", true]}"""),
        [
            "$.policies[0].match.cwe[0]: must be a whole number from 1 to 99999", "$.policies[0].match.cwe[1]: must be a weakness number",
            "$.policies[0].match.cwe[2]: must be a weakness", "$.policies[0].match.cwe[3]: must be a whole number",
            "$.policies[0].match.cwe[4]: must be a whole number", "$.policies[0].match.cwe[5]: must be a weakness",
            "$.policies[0].match.cwe[6]: must be a weakness",
        ]),
        (Policy("""{"cvss": 7}"""), ["$.policies[0].match.cvss: must be written {\"atLeast\": 7.5}"]),
        (Policy("""{"cvss": {"atLeast": 10.1}}"""), ["$.policies[0].match.cvss.atLeast: must be a number from 0 to 10"]),
        (Policy("""{"cvss": {"atLeast": "7"}}"""), ["$.policies[0].match.cvss.atLeast: must be a number from 0 to 10"]),
        (Policy("""{"cvss": {"atLeast": 1e999}}"""), ["$.policies[0].match.cvss.atLeast: must be a number from 0 to 10"]),
        (Policy("""{"cvss": {"atLeast": 7, "atMost": 8}}"""), ["$.policies[0].match.cvss.atMost: unknown member"]),
        (Policy("""{"ageDays": {"atLeast": 1.5}}"""), ["$.policies[0].match.ageDays.atLeast: must be a whole number from 0 to 36500"]),
        (Policy("""{"ageDays": {"atLeast": -1}}"""), ["$.policies[0].match.ageDays.atLeast: must be a whole number"]),
        (Policy("""{"state": "opened"}"""), ["$.policies[0].match.state: unknown state \"opened\"; did you mean \"open\"?"]),
        (Policy("""{"exploited": "true"}"""), ["$.policies[0].match.exploited: must be true or false, not text"]),
        (Policy("""{"severity": "all"}""", """, "then": {"mapping": "x"}"""), ["$.policies[0].then.mapping: unknown member"]),
        (Policy("""{"severity": "all"}""", """, "then": null"""), ["$.policies[0].then: must be an object, not empty"]),
        (
            Policy(
                """{"severity": "all"}""",
                """, "then": {"mapping": "Jira Web", "groupBy": "rules", "blocker": 1, "emails": ["nobody"], "maping": 1}""",
                kind: "ticket"),
            [
                "$.policies[0].then.maping: unknown member; did you mean \"mapping\"?",
                "$.policies[0].then.mapping: must be a mapping's name",
                "$.policies[0].then.groupBy: unknown grouping \"rules\"; did you mean \"rule\"?",
                "$.policies[0].then.blocker: must be true or false, not a number",
                "$.policies[0].then.emails[0]: must be an e-mail address",
            ]),
        (
            Policy("""{"severity": "all"}""", """, "then": {"emails": []}""", kind: "ticket"),
            ["$.policies[0].then.emails: the list is empty"]),
        (
            Policy("""{"severity": "all"}""", """, "then": {"mapping": "*"}""", kind: "ticket"),
            ["$.policies[0].then.mapping: must be a mapping's name"]),
        (Policy("""{"severity": "all"}""", kind: "alert"), ["$.policies[0]: \"then\" is missing"]),
        (Policy("""{"severity": "all"}""", """, "then": {}""", kind: "alert"), ["$.policies[0].then: \"emails\" is missing"]),
        (
            Policy("""{"severity": "all"}""", """, "then": {"emails": "a@b.c\n"}""", kind: "alert"),
            ["$.policies[0].then.emails: must be an e-mail"]),
        (Policy("""{"severity": "all"}""", kind: "follow-up"), ["$.policies[0]: \"then\" is missing"]),
        (
            Policy(
                """{"severity": "all"}""",
                """, "then": {"thresholds": [{"days": 0, "to": []}, {"days": 7}, 3], "hour": 24, "timeZone": "Mars Base"}""",
                kind: "follow-up"),
            [
                "$.policies[0].then.thresholds[0].days: must be a whole number from 1 to 3650",
                "$.policies[0].then.thresholds[0].to: the list is empty",
                "$.policies[0].then.thresholds[1]: \"to\" is missing",
                "$.policies[0].then.thresholds[2]: must be an object, not a number",
                "$.policies[0].then.hour: must be a whole number from 0 to 23",
                "$.policies[0].then.timeZone: must be a name in the IANA",
            ]),
        (
            Policy("""{"severity": "all"}""", """, "then": {"thresholds": []}""", kind: "follow-up"),
            ["$.policies[0].then.thresholds: the list is empty"]),
        (Policy("""{"severity": "all"}""", """, "then": {"points": {}}""", kind: "score"), ["$.policies[0].then.points: needs points"]),
        (
            Policy("""{"severity": "all"}""", """, "then": {"points": {"high": -1, "hgh": 1}}""", kind: "score"),
            [
                "$.policies[0].then.points.hgh: unknown member",
                "$.policies[0].then.points.high: must be a whole number",
            ]),
        (
            Policy("""{"severity": "all"}""", """, "then": {"points": {"high": 1}, "programme": ""}""", kind: "score"),
            ["$.policies[0].then.programme: must be"]),
        (
            Policy("""{"severity": "low"}""", kind: "ignore-paths"),
            ["$.policies[0].match.severity: ignore-paths looks at nothing but \"path\""]),
        (
            Policy("""{"any": [{"path": "a"}, {"rule": "b"}]}""", kind: "ignore-paths"),
            ["$.policies[0].match.any[1].rule: ignore-paths looks at"]),
        (Policy("""{"path": "a"}""", """, "then": {"x": 1}""", kind: "ignore-paths"), ["$.policies[0].then.x: unknown member"]),
    ];

    private static string Policy(string match, string more = "", string kind = "classify", string name = "p") =>
        $$"""{"policies": [{"name": "{{name}}", "kind": "{{kind}}", "match": {{match}}{{more}}}]}""";
}
