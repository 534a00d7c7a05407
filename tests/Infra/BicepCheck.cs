using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Infra;

/// <summary>What the check of a folder of Bicep files said.</summary>
/// <param name="Files">The files it read.</param>
/// <param name="Faults">As <c>file:line: message</c>.</param>
/// <param name="Unchecked">Resource types without type data: their bodies were not compared.</param>
public sealed record BicepCheck(IReadOnlyList<string> Files, IReadOnlyList<string> Faults, IReadOnlyList<string> Unchecked)
{
    /// <summary>The committed deployment.</summary>
    public static string Infra { get; } = Path.Combine(Repository.Root, "infra");

    /// <summary>Checks a folder. Needs [SkippableFact] or [SkippableTheory], as it needs Node.</summary>
    /// <param name="types">Folder of Azure's type data; null to check syntax, names and module calls only.</param>
    public static async Task<BicepCheck> RunAsync(string folder, string? types = null)
    {
        var said = await NodeTool.RunAsync("Infra/check-bicep.mjs", types is null ? [folder] : [folder, types]);
        return JsonSerializer.Deserialize<BicepCheck>(said, JsonSerializerOptions.Web)!;
    }

    /// <summary>Checks a copy of the deployment in which one text was replaced by another.</summary>
    public static async Task<BicepCheck> RunWithAsync(string file, string text, string replacement, string? types = null)
    {
        var copy = Directory.CreateTempSubdirectory("patchbay-infra-");
        try
        {
            foreach (var path in Directory.EnumerateFiles(Infra, "*.bicep"))
            {
                File.Copy(path, Path.Combine(copy.FullName, Path.GetFileName(path)));
            }

            var planted = Path.Combine(copy.FullName, file);
            var before = await File.ReadAllTextAsync(planted);
            Assert.Contains(text, before, StringComparison.Ordinal);
            await File.WriteAllTextAsync(planted, before.Replace(text, replacement, StringComparison.Ordinal));
            return await RunAsync(copy.FullName, types);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
