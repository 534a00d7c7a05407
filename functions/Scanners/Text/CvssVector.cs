namespace Patchbay.Scanners.Text;

/// <summary>Computes base scores of CVSS vectors, versions 2, 3.0 and 3.1, and the scores of version 4.0. Source: the specifications of FIRST.</summary>
public static class CvssVector
{
    /// <summary>The base score of a vector.</summary>
    /// <returns>The score from 0 to 10 and whether it is of version 2; null for other texts and for incomplete vectors.</returns>
    public static (double Score, bool IsVersion2)? Score(string? vector)
    {
        if (string.IsNullOrWhiteSpace(vector))
        {
            return null;
        }

        var text = vector.AsSpan().Trim().Trim("()");
        var metrics = CvssMetrics.Of(text);
        return metrics.Version == '4' ? CvssFour.Score(text) is { } fourth ? (fourth, false) : null
            : metrics.Version is not ('3' or CvssMetrics.None) ? null
            : metrics.Authentication != CvssMetrics.None ? Second(metrics) is { } second ? (second, true) : null
            : Third(metrics) is { } third ? (third, false)
            : null;
    }

    private static double? Third(CvssMetrics metrics)
    {
        var isChanged = metrics.Scope == 'C';
        double? attack = metrics.Vector switch { 'N' => 0.85, 'A' => 0.62, 'L' => 0.55, 'P' => 0.2, _ => null };
        double? complexity = metrics.Complexity switch { 'L' => 0.77, 'H' => 0.44, _ => null };
        double? privileges = metrics.Privileges switch { 'N' => 0.85, 'L' => isChanged ? 0.68 : 0.62, 'H' => isChanged ? 0.5 : 0.27, _ => null };
        double? interaction = metrics.Interaction switch { 'N' => 0.85, 'R' => 0.62, _ => null };
        var loss = 1 - ((1 - Loss(metrics.Confidentiality)) * (1 - Loss(metrics.Integrity)) * (1 - Loss(metrics.Availability)));
        var exploitability = 8.22 * attack * complexity * privileges * interaction;
        if (loss is not { } isc || exploitability is not { } ease || metrics.Scope is not ('U' or 'C'))
        {
            return null;
        }

        var impact = isChanged ? (7.52 * (isc - 0.029)) - (3.25 * Math.Pow(isc - 0.02, 15)) : 6.42 * isc;
        return impact <= 0 ? 0 : RoundUp(Math.Min(isChanged ? 1.08 * (impact + ease) : impact + ease, 10));

        static double? Loss(char metric) => metric switch { 'H' => 0.56, 'L' => 0.22, 'N' => 0, _ => null };
    }

    private static double? Second(CvssMetrics metrics)
    {
        double? vector = metrics.Vector switch { 'L' => 0.395, 'A' => 0.646, 'N' => 1, _ => null };
        double? complexity = metrics.Complexity switch { 'H' => 0.35, 'M' => 0.61, 'L' => 0.71, _ => null };
        double? authentication = metrics.Authentication switch { 'M' => 0.45, 'S' => 0.56, 'N' => 0.704, _ => null };
        var impact = 10.41 * (1 - ((1 - Loss(metrics.Confidentiality)) * (1 - Loss(metrics.Integrity)) * (1 - Loss(metrics.Availability))));
        var exploitability = 20 * vector * complexity * authentication;
        return impact is not { } loss || exploitability is not { } ease ? null
            : loss == 0 ? 0
            : Math.Round(((0.6 * loss) + (0.4 * ease) - 1.5) * 1.176, 1, MidpointRounding.AwayFromZero);

        static double? Loss(char metric) => metric switch { 'N' => 0, 'P' => 0.275, 'C' => 0.66, _ => null };
    }

    // Upwards to one decimal; through whole numbers, because 4.02 may be stored as 4.0200000000000005. Source: CVSS 3.1, appendix A.
    private static double RoundUp(double score)
    {
        var scaled = (long)Math.Round(score * 100_000);
        return scaled % 10_000 == 0 ? scaled / 100_000.0 : ((scaled / 10_000) + 1) / 10.0;
    }
}
