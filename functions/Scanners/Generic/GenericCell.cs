using System.Buffers;
using System.Buffers.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>A cell of generic CSV as the value of an entry's member.</summary>
/// <param name="bytes">In UTF-8.</param>
/// <param name="separators">What parts the values of a list; null when the cell is one value.</param>
/// <param name="pool">Shared by the cells of a report.</param>
internal readonly ref struct GenericCell(ReadOnlySpan<byte> bytes, SearchValues<byte>? separators, StringPool pool) : IReportValue
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <inheritdoc/>
    public string? Name() => NameOf(bytes);

    /// <inheritdoc/>
    public string? Id() => Text(FindingLimits.NameCharacters);

    /// <inheritdoc/>
    public string? Text(int maxCharacters = FindingLimits.TextCharacters) => NullIfEmpty(JsonText.Decode(bytes, isEscaped: false, maxCharacters));

    /// <inheritdoc/>
    public string? Code() => NullIfEmpty(JsonText.Decode(bytes, isEscaped: false, FindingLimits.SnippetCharacters, isCode: true));

    /// <inheritdoc/>
    public string? Scalar() => Name();

    /// <inheritdoc/>
    public int? Int() => Utf8Parser.TryParse(bytes, out int number, out var used) && used == bytes.Length ? number : null;

    /// <inheritdoc/>
    public void Texts(List<string> target, int most = FindingLimits.ListEntries)
    {
        var rest = bytes;
        while (!rest.IsEmpty && target.Count < most)
        {
            var end = separators is null ? -1 : rest.IndexOfAny(separators);
            if (NameOf(end < 0 ? rest : rest[..end]) is { } text)
            {
                target.Add(text);
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private string? NameOf(ReadOnlySpan<byte> text) => NullIfEmpty(pool.Get(text, isEscaped: false, FindingLimits.NameCharacters));
}
