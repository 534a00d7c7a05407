using System.Collections.Concurrent;

namespace Patchbay.Tests.Support;

/// <summary>A folder that goes with the test, or with the test process where servers that tests share use it.</summary>
public sealed class TempFolder : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Left = new();

    static TempFolder() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => DeleteLeft();

    public TempFolder() => Left[Path] = true;

    public string Path { get; } = Directory.CreateTempSubdirectory("patchbay-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        Left.TryRemove(Path, out _);
    }

    private static void DeleteLeft()
    {
        foreach (var path in Left.Keys)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException)
            {
                // A server that is just being ended may still write; the system clears what stays behind.
            }
        }
    }
}
