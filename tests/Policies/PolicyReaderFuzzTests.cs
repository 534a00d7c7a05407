using System.Text;
using Patchbay.Policies.Reading;

namespace Patchbay.Tests.Policies;

/// <summary>Documents that were bent at random: whatever they say, the answer is a reading and never an exception.</summary>
public sealed class PolicyReaderFuzzTests
{
    private const string Odd = "[]{}:,-?&*!|>'\"%@`#\n \t\\ab1~\0\u0085\ud800\udc00\ufeff";

    private const string Yaml = """
        # c
        policies: &x
          - name: "a\u0041b"
            kind: 'classify'
            match: { all: [ {path: ["**/t/**", b]}, { cwe: [79, CWE-8] } ] }
            description: >
              two
              lines
            tags: *x
          - ? a
            : |-
              x
        """;

    private const string Json = """
        {"policies": [{"name": "a\u0041b", "kind": "follow-up", "match": {"any": [{"cwe": [79, "CWE-8"]}, {"not": {"cvss": {"atLeast": 7.5e0}}}]},
                       "then": {"thresholds": [{"days": 7, "to": ["owner"]}], "timeZone": "UTC"}, "enabled": true}]}
        """;

    [Theory]
    [InlineData(Yaml, PolicyTextFormat.Yaml)]
    [InlineData(Json, PolicyTextFormat.Json)]
    [InlineData(Json, PolicyTextFormat.Yaml)]
    public void A_bent_document_is_read_or_refused(string good, PolicyTextFormat format)
    {
        var random = new Random(20260302);
        for (var i = 0; i < 5_000; i++)
        {
            var text = Bend(good, random);

            var reading = Document.Read(text, format);

            Assert.True(reading is PolicyReading.Accepted or PolicyReading.Refused { Mistakes.Count: > 0 }, text);
        }
    }

    private static string Bend(string good, Random random)
    {
        var text = new StringBuilder(good);
        for (var bends = random.Next(1, 6); bends > 0 && text.Length > 0; bends--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = Odd[random.Next(Odd.Length)];
                    break;
                case 1:
                    text.Insert(at, Odd[random.Next(Odd.Length)]);
                    break;
                case 2:
                    text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }

        return text.ToString();
    }
}
