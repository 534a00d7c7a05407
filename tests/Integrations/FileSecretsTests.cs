using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Integrations;

public sealed class FileSecretsTests : SecretsContract, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override ISecrets Open() => new FileSecrets(folder.Path);

    [Fact]
    public async Task Another_start_reads_what_was_written()
    {
        using (var first = new FileSecrets(folder.Path))
        {
            await first.SetAsync("tracker-a-token", "s3cret-value", CancellationToken.None);
        }

        var found = await Open().FindAsync("tracker-a-token", CancellationToken.None);

        Assert.Equal("s3cret-value", found);
    }

    [Fact]
    public async Task Neither_file_shows_the_secret_and_only_the_owner_reads_them()
    {
        await Open().SetAsync("tracker-a-token", "s3cret-value", CancellationToken.None);

        var files = Directory.GetFiles(folder.Path);

        Assert.Equal(["secrets.json", "secrets.key"], files.Select(Path.GetFileName).Order());
        foreach (var file in files)
        {
            Assert.DoesNotContain("s3cret-value", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Theory]
    [InlineData("secrets.json", "{}")]
    [InlineData("secrets.json", "not json")]
    [InlineData("secrets.key", "short")]
    [InlineData("secrets.key", "0123456789abcdef0123456789abcdef")]
    public async Task Files_that_do_not_fit_are_an_error_and_never_an_empty_store(string file, string content)
    {
        await Open().SetAsync("tracker-a-token", "s3cret-value", CancellationToken.None);
        await File.WriteAllTextAsync(folder.File(file), content);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Open().FindAsync("tracker-a-token", CancellationToken.None));

        Assert.Contains("secrets.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_key_is_not_replaced_by_a_new_one()
    {
        await Open().SetAsync("tracker-a-token", "s3cret-value", CancellationToken.None);
        File.Delete(folder.File("secrets.key"));

        await Assert.ThrowsAsync<InvalidDataException>(() => Open().SetAsync("tracker-b-token", "x", CancellationToken.None));

        Assert.False(File.Exists(folder.File("secrets.key")));
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        var secrets = Open();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => secrets.SetAsync($"tracker-{i}-token", $"{i}", CancellationToken.None)));

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"{i}", await secrets.FindAsync($"tracker-{i}-token", CancellationToken.None));
        }
    }
}
