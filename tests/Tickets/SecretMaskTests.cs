using Patchbay.Findings;
using Patchbay.Tickets;

namespace Patchbay.Tests.Tickets;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("password = \"hunter22\"", "password = \"***\"")]
    [InlineData("apiKey: 'abcdefghijklmnop'", "apiKey: 'abcd***'")]
    [InlineData("key AKIA4N7QXZ2LMB8VKTCP end", "key AKIA*** end")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY----- *** masked by Patchbay ***")]
    [InlineData("an ordinary sentence about authentication", "an ordinary sentence about authentication")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaa1", "aaaaaaaaaaaaaaaaaaaaaaa1")]
    [InlineData("see src/Config2/Deep9/File7Name for it", "see src/Config2/Deep9/File7Name for it")]
    public void What_looks_like_a_secret_is_cut(string text, string expected) =>
        Assert.Equal(expected, SecretMask.Apply(text, "src/Config2/Deep9/File7Name.cs"));

    [Theory]
    [InlineData("gitleaks", "generic", 0, true)]
    [InlineData("semgrep", "generic.secrets.aws", 0, true)]
    [InlineData("codeql", "cs/rule", 798, true)]
    [InlineData("codeql", "cs/sql-injection", 89, false)]
    public void Only_findings_about_secrets_are_masked(string tool, string rule, int cwe, bool expected)
    {
        var finding = MakeTicket.Injection with { Tool = tool, Rule = new Rule(rule), Cwes = [cwe] };

        Assert.Equal(expected, SecretMask.IsAboutSecret(finding));
    }
}
