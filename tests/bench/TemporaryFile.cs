namespace Patchbay.Bench;

/// <summary>A file that is gone when it is disposed of.</summary>
public sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFile Of(Action<Stream> write)
    {
        var file = new TemporaryFile(System.IO.Path.GetTempFileName());
        using var target = File.Create(file.Path);
        write(target);
        return file;
    }

    public void Dispose() => File.Delete(Path);
}
