using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>A base score and its vector, which Qualys writes as <c>8.1 (AV:N/AC:H/...)</c>; without the vector, or a dash for none.</summary>
internal readonly record struct QualysCvss(double? Score, string? Vector)
{
    /// <summary>Reads the newer score, or the older one when there is none.</summary>
    /// <param name="third">Of version 3.</param>
    /// <param name="second">Of version 2.</param>
    public static QualysCvss Of(string? third, string? second) => Of(third) is { Score: not null } newer ? newer : Of(second);

    private static QualysCvss Of(string? text)
    {
        var open = text?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        var score = SeverityScale.Score(open < 0 ? text : text![..open]);
        var vector = score is null || open < 0 ? string.Empty : text![(open + 1)..].TrimEnd(')', ' ');
        return new QualysCvss(score, vector.Length == 0 ? null : vector);
    }
}
