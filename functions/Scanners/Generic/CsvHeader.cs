namespace Patchbay.Scanners.Generic;

/// <summary>What the header of a generic CSV shows.</summary>
/// <param name="Separator">What stands between fields: a comma, a semicolon or a tab.</param>
internal sealed record CsvHeader(char Separator)
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>Looks for a header among the first lines.</summary>
    public static CsvHeader? Of(ReportOpening opening)
    {
        foreach (var line in opening.Lines)
        {
            foreach (var separator in Separators)
            {
                var names = line.Split(separator).Select(NameOf).ToList();
                if (IsHeader(names))
                {
                    return new CsvHeader(separator);
                }
            }
        }

        return null;
    }

    /// <summary>Whether a row with these names is the header.</summary>
    /// <param name="names">As <see cref="NameOf"/> gives them.</param>
    /// <remarks>Qualys writes tables with such columns too, and marks them.</remarks>
    public static bool IsHeader(IReadOnlyCollection<string> names) => names.Contains("title") && names.Contains("severity") && !names.Contains("qid");

    /// <summary>A column's name without case, blanks and marks: <c>fixversion</c> of <c>" Fix_Version"</c>.</summary>
    public static string NameOf(string? header) =>
        string.Concat((header ?? string.Empty).Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
