using System.Text;

namespace Patchbay.Scanners.Text;

/// <summary>Which encoding a body is in. Redirecting a scanner's output in PowerShell makes UTF-16.</summary>
internal static class TextEncoding
{
    /// <summary>Tells the encoding from the first bytes: by its mark, or by the zeros that UTF-16 has around ASCII.</summary>
    /// <param name="head">The first bytes of the body; four are enough.</param>
    /// <returns>The encoding, UTF-8 when nothing says otherwise, and the length of its mark in bytes.</returns>
    public static (Encoding Encoding, int MarkBytes) Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [not 0, 0, not 0, 0, ..] => (Encoding.Unicode, 0),
        [0, not 0, 0, not 0, ..] => (Encoding.BigEndianUnicode, 0),
        _ => (Encoding.UTF8, 0),
    };

    /// <summary>The body from its first character on, as UTF-8. Whatever is no valid text becomes U+FFFD later or here.</summary>
    /// <param name="body">Seekable; is rewound and stays open.</param>
    public static Stream AsUtf8(Stream body)
    {
        Span<byte> head = stackalloc byte[4];
        body.Position = 0;
        var read = body.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var (encoding, markBytes) = Of(head[..read]);
        body.Position = markBytes;
        return encoding == Encoding.UTF8 ? body : Encoding.CreateTranscodingStream(body, encoding, Encoding.UTF8, leaveOpen: true);
    }
}
