namespace Patchbay.Policies.Reading;

/// <summary>What came of reading a policy document.</summary>
public abstract record PolicyReading
{
    private PolicyReading()
    {
    }

    /// <summary>The document is in order.</summary>
    /// <param name="Json">The document as written, as compact UTF-8 JSON without its <c>version</c>.</param>
    /// <param name="Warnings">What it says but Patchbay does not do yet, or does not do as its author may think.</param>
    public sealed record Accepted(IReadOnlyList<Policy> Policies, ReadOnlyMemory<byte> Json, IReadOnlyList<string> Warnings)
        : PolicyReading;

    /// <summary>The document has mistakes.</summary>
    /// <param name="Mistakes">All of them, up to two hundred.</param>
    public sealed record Refused(IReadOnlyList<PolicyMistake> Mistakes) : PolicyReading;
}

/// <summary>One mistake in a policy document.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.policies[2].match.severity</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record PolicyMistake(string Path, string Message);

/// <summary>How a policy document is written.</summary>
public enum PolicyTextFormat
{
    /// <summary>Whatever it looks like: JSON when it begins with a brace, else YAML.</summary>
    Unknown,

    /// <summary>Source: RFC 8259.</summary>
    Json,

    /// <summary>Source: YAML 1.2 with the core schema; no tags, one document.</summary>
    Yaml,
}
