using System.Text;
using Patchbay.Policies;
using Patchbay.Policies.Reading;

namespace Patchbay.Tests.Policies;

/// <summary>Reads policy documents for tests that are not about reading.</summary>
internal static class Document
{
    public static PolicyReading Read(string text, PolicyTextFormat format = PolicyTextFormat.Unknown) =>
        PolicyReader.Read(Encoding.UTF8.GetBytes(text), format);

    public static PolicyReading.Accepted Accepted(string text, PolicyTextFormat format = PolicyTextFormat.Unknown) =>
        Read(text, format) switch
        {
            PolicyReading.Accepted accepted => accepted,
            PolicyReading.Refused refused => throw new InvalidDataException(string.Join('\n', refused.Mistakes)),
            _ => throw new InvalidDataException("neither"),
        };

    /// <summary>The mistakes, each as <c>path: message</c>; none when it is accepted.</summary>
    public static IReadOnlyList<string> Mistakes(string text, PolicyTextFormat format = PolicyTextFormat.Unknown) =>
        Read(text, format) is PolicyReading.Refused refused ? [.. refused.Mistakes.Select(m => $"{m.Path}: {m.Message}")] : [];

    public static PolicyEngine Engine(string text) => new(new PolicyDocument(7, Accepted(text).Policies));

    /// <summary>An engine whose one policy classifies what matches.</summary>
    public static PolicyEngine Classifying(string match) =>
        Engine($$"""{"policies": [{"name": "p", "kind": "classify", "match": {{match}}}]}""");
}
