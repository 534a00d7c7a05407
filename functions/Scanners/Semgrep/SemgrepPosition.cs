using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Semgrep;

/// <summary>A place in a file; the numbers may be quoted.</summary>
internal sealed class SemgrepPosition
{
    public static readonly JsonMembers<SemgrepPosition> Members = new()
    {
        ["line"] = static (ref c, position) => position.Line = Positive(c.Int()),
        ["startLine"] = static (ref c, position) => position.Line = Positive(c.Int()),
        ["col"] = static (ref c, position) => position.Column = Positive(c.Int()),
        ["column"] = static (ref c, position) => position.Column = Positive(c.Int()),
        ["end_line"] = static (ref c, position) => position.EndLine = Positive(c.Int()),
        ["endLine"] = static (ref c, position) => position.EndLine = Positive(c.Int()),
        ["path"] = static (ref c, position) => position.Path = c.Name(),
        ["file_path"] = static (ref c, position) => position.Path = c.Name(),
        ["url"] = static (ref c, position) => position.Url = c.Name(),
    };

    public string? Path { get; private set; }

    public string? Url { get; private set; }

    public int? Line { get; private set; }

    public int? EndLine { get; private set; }

    public int? Column { get; private set; }

    private static int? Positive(int? number) => number > 0 ? number : null;
}
