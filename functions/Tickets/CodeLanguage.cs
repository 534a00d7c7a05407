namespace Patchbay.Tickets;

/// <summary>The languages a code block may name. A closed list: some names (<c>mermaid</c>, <c>suggestion</c>) make trackers act.</summary>
public static class CodeLanguage
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".bicep"] = "bicep",
        [".c"] = "c",
        [".cc"] = "cpp",
        [".cpp"] = "cpp",
        [".cs"] = "csharp",
        [".css"] = "css",
        [".cshtml"] = "html",
        [".go"] = "go",
        [".h"] = "c",
        [".hpp"] = "cpp",
        [".html"] = "html",
        [".java"] = "java",
        [".js"] = "javascript",
        [".json"] = "json",
        [".jsp"] = "html",
        [".jsx"] = "javascript",
        [".kt"] = "kotlin",
        [".m"] = "objectivec",
        [".php"] = "php",
        [".pl"] = "perl",
        [".ps1"] = "powershell",
        [".py"] = "python",
        [".rb"] = "ruby",
        [".rs"] = "rust",
        [".scala"] = "scala",
        [".sh"] = "bash",
        [".sql"] = "sql",
        [".swift"] = "swift",
        [".tf"] = "terraform",
        [".ts"] = "typescript",
        [".tsx"] = "typescript",
        [".vb"] = "vbnet",
        [".xml"] = "xml",
        [".yaml"] = "yaml",
        [".yml"] = "yaml",
    };

    private static readonly HashSet<string> Names =
        new([.. ByExtension.Values, "diff", "dockerfile", "text", "http"], StringComparer.Ordinal);

    /// <summary>The language of a file, from its name; null when unknown.</summary>
    public static string? OfPath(string? path)
    {
        var file = Path.GetFileName(path);
        return file is null ? null
            : file.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase) ? "dockerfile"
            : ByExtension.GetValueOrDefault(Path.GetExtension(file));
    }

    /// <summary>The language that somebody's name for it means; null when it is not one of ours.</summary>
    public static string? Named(string name)
    {
        var lower = name.Trim().ToLowerInvariant();
        return Names.Contains(lower) ? lower : ByExtension.GetValueOrDefault("." + lower);
    }
}
