namespace Patchbay.Scanners.Text;

/// <summary>What the scores and vectors of a report say, each read once: its findings share a few dozen.</summary>
internal sealed class CvssScores
{
    private const int Most = 1_000;
    private readonly Dictionary<string, (bool IsVector, double? Score)> known = new(StringComparer.Ordinal);
    private string? lastText;
    private (bool IsVector, double? Score) last;

    /// <summary>Reads a text: with metrics it is a vector, else it may be a score, whatever it is called.</summary>
    /// <returns>The vector's base score, or the score; null when it has none or is none.</returns>
    public (bool IsVector, double? Score) Of(string text)
    {
        if (!ReferenceEquals(text, lastText))
        {
            (lastText, last) = (text, Find(text));
        }

        return last;
    }

    private (bool IsVector, double? Score) Find(string text)
    {
        if (known.TryGetValue(text, out var said))
        {
            return said;
        }

        said = text.Contains("AV:", StringComparison.Ordinal) ? (true, CvssVector.Score(text)?.Score) : (false, SeverityScale.Score(text));
        if (known.Count < Most)
        {
            known[text] = said;
        }

        return said;
    }
}
