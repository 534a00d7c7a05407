using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>A <c>Primary</c> or <c>Source</c> of a report's issue.</summary>
/// <param name="LineText">The line as it stands.</param>
internal readonly record struct FortifyReportPlace(string? Path, string? LineText, string? Snippet)
{
    /// <summary>As a place of a finding.</summary>
    public Place Place => new() { Path = Path, Line = Line, Snippet = Snippet };

    /// <summary>As one line, <c>path:line</c>; null when there is no path.</summary>
    public string? Text => Path is null ? null : Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{Path}:{line}") : Path;

    private int? Line => int.TryParse(LineText, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0 ? line : null;

    /// <summary>Reads the element we are on.</summary>
    public static FortifyReportPlace Read(XmlCursor xml)
    {
        string? name = null, path = null, line = null, snippet = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "FileName":
                    name = xml.Line();
                    break;
                case "FilePath":
                    path = xml.Line();
                    break;
                case "LineStart":
                    line = xml.Line();
                    break;
                case "Snippet":
                    snippet = xml.Text(FindingLimits.SnippetCharacters);
                    break;
            }
        }

        return new FortifyReportPlace(ReportPath.Normalise(path ?? name), line, snippet);
    }
}
