using System.Text.Json;
using System.Xml;
using Patchbay.Findings;

namespace Patchbay.Scanners;

/// <summary>Reads a report of any format.</summary>
public sealed class ReportReader(IEnumerable<IReportFormat> formats)
{
    private readonly IReportFormat[] formats = [.. formats];

    /// <summary>The names by which a sender may name a scanner, ascending.</summary>
    public IReadOnlyList<string> Scanners => [.. formats.Select(format => format.Scanner).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Reads a report to its end.</summary>
    /// <param name="body">Unpacked and seekable; may be larger than memory.</param>
    /// <param name="scanner">The scanner the sender named; null to recognise it from the content.</param>
    /// <param name="take">Called for every entry; what it was given counts only if the outcome is readable.</param>
    public Report Read(Stream body, string? scanner, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var opening = OpeningReader.Read(body);
        if (opening.Kind == BodyKind.Empty)
        {
            return new Report.Unreadable("The body is empty; a scanner that found nothing still writes a report, so this looks like a failed upload", null);
        }

        var choice = Choose(opening, scanner);
        if (choice.Format is null)
        {
            return new Report.Unreadable(choice.Reason, null);
        }

        try
        {
            return new Report.Readable(choice.Format.Scanner, choice.Format.Read(body, take, cancellationToken));
        }
        catch (UnreadableReportException unreadable)
        {
            return new Report.Unreadable(unreadable.Message, unreadable.At);
        }
        catch (Exception broken) when (broken is JsonException or XmlException or InvalidDataException)
        {
            return new Report.Unreadable($"The body is not a whole report: {broken.Message}", null);
        }
    }

    /// <summary>Tells whose report a body is, from its opening alone.</summary>
    /// <inheritdoc cref="Read" path="/param[@name='body' or @name='scanner']"/>
    /// <returns>The format's scanner name; null when <see cref="Read"/> would refuse the body.</returns>
    public string? ScannerOf(Stream body, string? scanner) => Choose(OpeningReader.Read(body), scanner).Format?.Scanner;

    private Choice Choose(ReportOpening opening, string? scanner) =>
        scanner is null ? Recognise(opening) : Named(scanner.Trim().ToLowerInvariant(), opening);

    // Naming wins over recognising, and when they disagree we say so instead of parsing what does not fit.
    private Choice Named(string scanner, ReportOpening opening)
    {
        var named = formats.Where(format => format.Scanner == scanner).ToList();
        if (named.Count == 0)
        {
            return new Choice(null, $"There is no scanner named '{Cut(scanner)}'; known are {string.Join(", ", Scanners)}");
        }

        if (named.Where(format => format.Judge(opening) > Fit.None).MaxBy(format => format.Judge(opening)) is { } format)
        {
            return new Choice(format, string.Empty);
        }

        var other = Recognise(opening).Format;
        var looks = other is null ? opening.Describe() : $"{opening.Describe()}, as '{other.Scanner}' writes it";
        return new Choice(null, $"The request names '{scanner}', which sends {string.Join(" or ", named.Select(f => f.Expects))}; this is {looks}");
    }

    private Choice Recognise(ReportOpening opening)
    {
        var fits = formats.Select(format => (Format: format, Fit: format.Judge(opening))).Where(fit => fit.Fit > Fit.None).ToList();
        var best = fits.Where(fit => fit.Fit == fits.Max(other => other.Fit)).ToList();
        return best switch
        {
            [] => new Choice(null, $"No known report: this is {opening.Describe()}; expected is {Expectations}"),
            [(var only, > Fit.WhenNamed)] => new Choice(only, string.Empty),
            _ => new Choice(null, $"This is {opening.Describe()}, which fits {Names(best)}; please name the scanner"),
        };
    }

    private string Expectations => string.Join(", or ", formats.Select(format => $"{format.Expects} ({format.Scanner})"));

    private static string Names(IEnumerable<(IReportFormat Format, Fit Fit)> fits) =>
        string.Join(" and ", fits.Select(fit => fit.Format.Scanner).Distinct().Order(StringComparer.Ordinal).Select(name => $"'{name}'"));

    private static string Cut(string name) => Text.CleanText.Line(name, 60);

    private sealed record Choice(IReportFormat? Format, string Reason);
}

/// <summary>How reading a report ended.</summary>
public abstract record Report
{
    private Report()
    {
    }

    /// <summary>Every entry was handed over.</summary>
    /// <param name="Scanner">The format's scanner name.</param>
    public sealed record Readable(string Scanner, ReportSummary Summary) : Report;

    /// <summary>No format can read it to its end.</summary>
    /// <param name="Reason">What was expected and what was there, in a sentence for the sender.</param>
    /// <param name="At">Line, byte offset or JSON path; null when it is the whole body.</param>
    public sealed record Unreadable(string Reason, string? At) : Report;
}
