namespace Patchbay.Scanners.Spooling;

/// <summary>How taking a body in ended.</summary>
public abstract record Intake
{
    private Intake()
    {
    }

    /// <summary>It is here.</summary>
    /// <param name="Body">Unpacked, seekable, at its beginning; gone when disposed.</param>
    /// <param name="Hash">SHA-256 of the unpacked bytes, in lower-case hex.</param>
    public sealed record Spooled(Stream Body, string Hash) : Intake;

    /// <summary>More than is taken.</summary>
    public sealed record TooLarge(string Reason) : Intake;

    /// <summary>Is said to be gzip, or begins as gzip, and is none, or is a bomb.</summary>
    public sealed record BadGzip(string Reason) : Intake;

    /// <summary>Packed in a way that is not unpacked here.</summary>
    public sealed record UnknownEncoding(string Reason) : Intake;

    /// <summary>Too many large reports are being read at this moment; the same request may work later.</summary>
    public sealed record Busy(string Reason) : Intake;
}
