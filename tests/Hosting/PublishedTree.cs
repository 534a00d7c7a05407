using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>The package as azd makes it, published once for all tests of the collection.</summary>
[CollectionDefinition(Collection)]
public sealed class PublishedTree : IAsyncLifetime, ICollectionFixture<PublishedTree>
{
    /// <summary>Name of the collection.</summary>
    public const string Collection = "published";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("patchbay-publish-");

    /// <summary>What azd zips.</summary>
    public string Root => Path.Combine(folder.FullName, "out");

    public async Task InitializeAsync()
    {
        var dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        // azd's own command, but apart from the checkout's bin and obj: those belong to the build that runs the tests.
        string[] arguments =
        [
            "publish", Path.Combine(Repository.Root, "functions"), "-c", "Release", "--output", Root,
            "--artifacts-path", folder.FullName, "--disable-build-servers", "-v", "quiet",
            // Locked: what a build of the checkout restored must do for the package too.
            "-p:RestoreLockedMode=true", "-p:RunAnalyzers=false",
        ];
        await using var publish = BackgroundProcess.Start(dotnet, arguments, folder.FullName);
        await publish.Exited;
        if (await publish.StopAsync() != 0)
        {
            throw new InvalidOperationException($"dotnet publish failed. It printed:\n{publish.Output}");
        }
    }

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
