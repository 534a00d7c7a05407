using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Patchbay.Hosting;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>The program in the package, started as the Functions host starts it: no .NET on the PATH, a port in the environment.</summary>
[Collection(PublishedTree.Collection)]
public sealed class PublishedProgramTests(PublishedTree tree)
{
    [SkippableFact]
    public async Task It_starts_without_an_installed_runtime_and_knows_its_functions()
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64,
            "the package is for Linux on x64, and this machine is not");
        using var folder = new TempFolder();
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        await using var program = BackgroundProcess.Start(tree.PathOf("patchbay"), [], tree.Root, new Dictionary<string, string?>
        {
            [FunctionsHost.PortVariable] = $"{address.Port}",
            ["Patchbay__DataFolder"] = folder.Path,
            ["PATH"] = null,
            ["DOTNET_ROOT"] = null,
        });
        await program.WaitForHttpAsync(address);
        using var host = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

        var evaluate = await StatusAsync(host, "EvaluatePolicy", "{}");
        var push = await StatusAsync(host, "PushTickets", "{}");
        var tend = await StatusAsync(host, "Tend", """{"Data":{"timer":{"IsPastDue":false}},"Metadata":{}}""");
        var ingest = await StatusAsync(host, "api/assets/web-shop/scans", "");
        var unknown = await StatusAsync(host, "Nothing", "{}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK), (evaluate, push, tend));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (ingest, unknown));
        Assert.Equal(0, await program.StopAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient host, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var reply = await host.PostAsync(path, content);
        return reply.StatusCode;
    }
}
