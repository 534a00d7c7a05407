using System.Text;

namespace Patchbay.Bench.Generators;

/// <summary>Where the generators take their texts from: always the same for the same number, as varied as a scanner's own.</summary>
internal static class Words
{
    /// <summary>Different weaknesses a large report tells of; each is found in many places.</summary>
    public const int Flaws = 2_000;

    private static readonly string[] All =
        ("the a an input value request handler before allows attacker remote crafted message without check buffer length overflow memory service denial "
        + "authentication session cookie header parser library version through which leads to disclosure of sensitive information when an untrusted "
        + "object is deserialized by affected component user may execute arbitrary code with privileges of process because it does not validate "
        + "path traversal query database file upload template expression certificate verification token").Split(' ');

    private static readonly string[] Modules =
        ["core", "api", "web", "billing", "catalogue", "orders", "identity", "search", "reports", "gateway", "mail", "storage"];

    private static readonly string[] Packages =
        ["openssl", "libxml", "jackson-databind", "lodash", "log4j-core", "requests", "curl", "glibc", "express", "netty-codec", "spring-web", "zlib"];

    public static string[] Severities { get; } = ["critical", "high", "medium", "low", "medium", "high"];

    /// <summary>A well-mixed number.</summary>
    public static uint Mix(int seed)
    {
        var x = (uint)seed * 2_654_435_769u;
        x = (x ^ (x >> 15)) * 2_246_822_519u;
        return x ^ (x >> 13);
    }

    /// <summary>Which flaw an entry is about.</summary>
    public static int FlawOf(int entry) => (int)(Mix(entry) % Flaws);

    public static string Severity(int flaw) => Severities[flaw % Severities.Length];

    public static string Package(int flaw) => $"{Packages[flaw % Packages.Length]}-{flaw % 97}";

    public static string Cve(int flaw) => $"CVE-{2015 + (flaw % 10)}-{10_000 + flaw}";

    public static string File(int entry) => $"src/{Modules[entry % Modules.Length]}/area{Mix(entry) % 40}/Unit{Mix(entry) % 4_000}.cs";

    /// <summary>So many hexadecimal digits, at most 64.</summary>
    public static string Hex(int seed, int digits)
    {
        Span<char> text = stackalloc char[64];
        for (var i = 0; i < 8; i++)
        {
            Mix(seed + (i * 7_919)).TryFormat(text[(i * 8)..], out _, "x8");
        }

        return text[..digits].ToString();
    }

    public static string Guid(int seed) => $"{Hex(seed, 8)}-{Hex(seed + 1, 4)}-4{Hex(seed + 2, 3)}-a{Hex(seed + 3, 3)}-{Hex(seed + 4, 12)}";

    /// <summary>A sentence of so many words.</summary>
    public static string Sentence(int seed, int words)
    {
        var text = new StringBuilder(words * 8);
        for (var i = 0; i < words; i++)
        {
            text.Append(i == 0 ? string.Empty : " ").Append(All[Mix((seed * 131) + i) % (uint)All.Length]);
        }

        text[0] = char.ToUpperInvariant(text[0]);
        return text.Append('.').ToString();
    }

    /// <summary>So many sentences of twelve to twenty words.</summary>
    public static string Text(int seed, int sentences, string between = " ") =>
        string.Join(between, Enumerable.Range(seed, sentences).Select(i => Sentence(i, 12 + (int)(Mix(i) % 9))));

    /// <summary>A line of code.</summary>
    public static string Code(int entry) =>
        $"            sink{Mix(entry) % 211}.Write(request.Query[\\\"input{entry % 31}\\\"], options); // {entry}";
}
