using System.Text.Json;
using Patchbay.Policies.Reading;

namespace Patchbay.Policies;

/// <summary>One version of the policies, as it is kept.</summary>
/// <param name="Version">From 1.</param>
/// <param name="ChangedAt">When it became the current one, UTC; null for the one every installation begins with.</param>
/// <param name="Document">What its author wrote, without a version.</param>
public sealed record PolicyVersion(int Version, DateTimeOffset? ChangedAt, JsonElement Document)
{
    private const string DefaultJson = """
        {
          "policies": [
            {
              "name": "medium and above are vulnerabilities",
              "kind": "classify",
              "match": { "severity": { "atLeast": "medium" } }
            },
            {
              "name": "tickets for critical and high",
              "kind": "ticket",
              "match": { "severity": ["critical", "high"] }
            }
          ]
        }
        """;

    /// <summary>What every installation begins with: medium and above are vulnerabilities, critical and high get a ticket.</summary>
    public static PolicyVersion Default { get; } = new(1, null, JsonElement.Parse(DefaultJson));

    /// <summary>Reads the policies.</summary>
    /// <exception cref="InvalidDataException">What is stored is no policy document; the message names the first mistake.</exception>
    public PolicyDocument Read() => PolicyReader.Read(JsonSerializer.SerializeToUtf8Bytes(Document), PolicyTextFormat.Json) switch
    {
        PolicyReading.Accepted accepted => new PolicyDocument(Version, accepted.Policies),
        PolicyReading.Refused { Mistakes: [var first, ..] } =>
            throw new InvalidDataException($"Version {Version} of the policies cannot be read: {first.Path}: {first.Message}"),
        _ => throw new InvalidDataException($"Version {Version} of the policies cannot be read."),
    };
}
