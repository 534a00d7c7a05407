using System.Security.Cryptography;

namespace Patchbay;

/// <summary>The stand-alone app's folder: readable by its owner only, used by one process at a time.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens the folder, making it when there is none.</summary>
    /// <exception cref="StartException">It cannot be made or written.</exception>
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Root);
            }
            else
            {
                Directory.CreateDirectory(Root, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"the data folder {Root} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Its full path.</summary>
    public string Root { get; }

    /// <summary>A file in it.</summary>
    public string File(string name) => Path.Combine(Root, name);

    /// <summary>The API key, made at first use.</summary>
    public AccessKey ReadOrMakeKey()
    {
        var path = File("key");
        if (!System.IO.File.Exists(path))
        {
            // Written whole under another name first: a kill in between must not leave an empty key.
            var fresh = path + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var writer = new StreamWriter(fresh, options))
            {
                writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
            }

            System.IO.File.Move(fresh, path, overwrite: false);
        }

        return new AccessKey(System.IO.File.ReadAllText(path).Trim(), path);
    }
}

/// <summary>The key to the stand-alone app's API.</summary>
/// <param name="File">Where it is kept; null when it came with the settings.</param>
public sealed record AccessKey(string Value, string? File);
