namespace Patchbay.Scanners.Text;

/// <summary>The metrics of a CVSS vector that a base score follows from, each by the letter of its value, upper case.</summary>
internal ref struct CvssMetrics
{
    /// <summary>The vector does not have it.</summary>
    public const char None = '\0';

    // No metric has a value of several letters.
    private const char Unknown = '?';

    /// <summary>First digit of the version.</summary>
    public char Version { get; private set; }

    public char Vector { get; private set; }

    public char Complexity { get; private set; }

    /// <summary>Only version 2 has it.</summary>
    public char Authentication { get; private set; }

    public char Privileges { get; private set; }

    public char Interaction { get; private set; }

    public char Scope { get; private set; }

    public char Confidentiality { get; private set; }

    public char Integrity { get; private set; }

    public char Availability { get; private set; }

    /// <summary>Takes a vector apart. A metric that is written twice says what it says last.</summary>
    public static CvssMetrics Of(ReadOnlySpan<char> vector)
    {
        var metrics = default(CvssMetrics);
        while (!vector.IsEmpty)
        {
            var slash = vector.IndexOf('/');
            var part = slash < 0 ? vector : vector[..slash];
            vector = slash < 0 ? [] : vector[(slash + 1)..];
            var colon = part.IndexOf(':');
            if (colon > 0)
            {
                metrics.Take(part[..colon], part[(colon + 1)..]);
            }
        }

        return metrics;
    }

    private void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var letter = value.Length == 1 ? char.ToUpperInvariant(value[0]) : Unknown;
        switch (char.ToUpperInvariant(name[0]), name.Length == 2 ? char.ToUpperInvariant(name[1]) : None)
        {
            case ('A', 'V'): Vector = letter; break;
            case ('A', 'C'): Complexity = letter; break;
            case ('A', 'U'): Authentication = letter; break;
            case ('P', 'R'): Privileges = letter; break;
            case ('U', 'I'): Interaction = letter; break;
            case ('S', None) when name.Length == 1: Scope = letter; break;
            case ('C', None) when name.Length == 1: Confidentiality = letter; break;
            case ('I', None) when name.Length == 1: Integrity = letter; break;
            case ('A', None) when name.Length == 1: Availability = letter; break;
            case ('C', None) when name.Equals("CVSS", StringComparison.OrdinalIgnoreCase): Version = value.IsEmpty ? Unknown : value[0]; break;
        }
    }
}
