using Microsoft.Extensions.DependencyInjection;
using Patchbay.Scanners;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Every_format_that_was_written_is_one_that_the_app_reads()
    {
        using var folder = new TempFolder();
        await using var app = Program.Build([$"--Patchbay:DataFolder={folder.Path}", "--urls=http://127.0.0.1:0"]);

        var registered = app.Services.GetServices<IReportFormat>().Select(f => f.GetType().Name).Order();

        var written = typeof(IReportFormat).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IReportFormat))).Select(t => t.Name).Order();
        Assert.Equal(written, registered);
    }
}
