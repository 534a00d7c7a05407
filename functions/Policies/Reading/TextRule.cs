using System.Text.RegularExpressions;

namespace Patchbay.Policies.Reading;

/// <summary>What a text must look like: one rule for reader and schema.</summary>
/// <param name="Characters">Most characters.</param>
/// <param name="Pattern">Regular expression over the whole text, in what .NET and ECMA-262 have in common.</param>
/// <param name="Meaning">The rule in words, to go on with "must be".</param>
internal sealed record TextRule(int Characters, string Pattern, string Meaning)
{
    private readonly Regex regex = new($@"\A(?:{Pattern})\z", RegexOptions.CultureInvariant);

    public static TextRule PolicyName { get; } = new(
        100,
        @"[^\u0000-\u0020\u007f]([^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f])?",
        "1 to 100 characters without blanks at the ends or line breaks");

    public static TextRule Description { get; } = new(2000, @"[^\u0000]*", "at most 2,000 characters");

    public static TextRule Mapping { get; } = new(
        40,
        @"[a-z0-9][a-z0-9\-]*",
        "a mapping's name: lower-case letters, digits and hyphens, at most 40; leave it out for those assigned to the asset");

    // Source: the WHATWG HTML standard, valid e-mail address.
    public static TextRule Email { get; } = new(
        254, @"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\-]+@[a-zA-Z0-9\-]+(\.[a-zA-Z0-9\-]+)*", "an e-mail address");

    public static TextRule Recipient { get; } = new(254, $"owner|{Email.Pattern}", "an e-mail address or \"owner\"");

    public static TextRule TimeZone { get; } = new(
        60, @"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*", "a name in the IANA time zone database, such as Europe/Berlin");

    public static TextRule Programme { get; } = PolicyName;

    public bool Allows(string text) => text.EnumerateRunes().Count() <= Characters && regex.IsMatch(text);
}
