using System.Security.Cryptography;
using System.Text.Json;
using Patchbay.Storage;

namespace Patchbay.Integrations.Secrets;

/// <summary>Secrets in one encrypted file of the data folder, for one process on one machine.</summary>
/// <remarks>
/// The key lies in a file beside it, both readable by the owner only: that keeps secrets out of backups of the one without the
/// other and out of careless searches, not from somebody who can read as the owner.
/// </remarks>
/// <param name="folder">The data folder; made when it is first needed.</param>
public sealed class FileSecrets(string folder) : ISecrets, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int KeyBytes = 32;
    private static readonly byte[] Purpose = "patchbay secrets 1"u8.ToArray();

    private readonly SemaphoreSlim turn = new(1);
    private readonly string path = Path.Combine(folder, "secrets.json");
    private readonly string keyPath = Path.Combine(folder, "secrets.key");

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file cannot be decrypted with the key beside it.</exception>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return (await ReadAsync(cancellationToken)).GetValueOrDefault(name);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file cannot be decrypted with the key beside it.</exception>
    public async Task SetAsync(string name, string? value, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var secrets = await ReadAsync(cancellationToken);
            if (value is null ? secrets.Remove(name) : secrets.GetValueOrDefault(name) != value)
            {
                if (value is not null)
                {
                    secrets[name] = value;
                }

                await WriteAsync(secrets, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Dictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            var box = StoredJson.Read<Sealed>(await File.ReadAllBytesAsync(path, cancellationToken));
            using var cipher = new AesGcm(await File.ReadAllBytesAsync(keyPath, cancellationToken), AesGcm.TagByteSizes.MaxSize);
            var plain = new byte[box.Data.Length];
            cipher.Decrypt(box.Nonce, box.Data, box.Tag, plain, Purpose);
            return StoredJson.Read<Dictionary<string, string>>(plain);
        }
        catch (Exception e) when (e is JsonException or CryptographicException or FileNotFoundException or ArgumentException)
        {
            throw new InvalidDataException(
                $"{path} cannot be read with the key in {keyPath}: restore both from one backup, or remove both and give the secrets again.",
                e);
        }
    }

    private async Task WriteAsync(Dictionary<string, string> secrets, CancellationToken cancellationToken)
    {
        using var cipher = new AesGcm(await KeyAsync(cancellationToken), AesGcm.TagByteSizes.MaxSize);
        var plain = StoredJson.Write(secrets);
        var box = new Sealed
        {
            Nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize),
            Tag = new byte[AesGcm.TagByteSizes.MaxSize],
            Data = new byte[plain.Length],
        };
        cipher.Encrypt(box.Nonce, plain, box.Data, box.Tag, Purpose);
        CryptographicOperations.ZeroMemory(plain);
        await ReplaceAsync(path, StoredJson.Write(box), cancellationToken);
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(keyPath))
        {
            await ReplaceAsync(keyPath, RandomNumberGenerator.GetBytes(KeyBytes), cancellationToken);
        }

        return await File.ReadAllBytesAsync(keyPath, cancellationToken);
    }

    // The old file or the new one survives a power cut, never a part.
    private async Task ReplaceAsync(string target, byte[] content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var draft = $"{target}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            await using (var file = new FileStream(draft, options))
            {
                await file.WriteAsync(content, cancellationToken);
                await file.FlushAsync(cancellationToken);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private sealed record Sealed
    {
        public required byte[] Nonce { get; init; }

        public required byte[] Tag { get; init; }

        public required byte[] Data { get; init; }
    }
}
