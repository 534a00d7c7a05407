namespace Patchbay.Tests.Support;

/// <summary>What the tests' own tools promise; on Windows there is no shell to try them with.</summary>
public sealed class BackgroundProcessTests
{
    [SkippableFact]
    public async Task A_line_is_found_whether_printed_before_or_after_the_question()
    {
        await using var process = Shell("echo first; echo second >&2; exec sleep 60");

        var second = await process.WaitForLineAsync("sec");
        var first = await process.WaitForLineAsync("fir");

        Assert.Equal(("first", "second"), (first, second));
    }

    [SkippableFact]
    public async Task A_program_that_ends_too_early_fails_the_wait_with_its_last_words()
    {
        await using var process = Shell("echo port is taken; exit 3");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => process.WaitForLineAsync("ready"));

        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("port is taken", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Stopping_asks_first_and_tells_the_exit_code()
    {
        await using var process = Shell("trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        await process.WaitForLineAsync("ready");

        var code = await process.StopAsync();

        Assert.Equal(7, code);
        Assert.Contains("bye", process.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Killing_leaves_no_time_for_a_goodbye()
    {
        await using var process = Shell("trap 'echo bye' TERM EXIT; echo ready; while :; do sleep 0.05; done");
        await process.WaitForLineAsync("ready");

        await process.KillAsync();

        Assert.True(process.HasExited);
        Assert.DoesNotContain("bye", process.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Environment_and_folder_reach_the_program()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a POSIX shell");
        var folder = Path.GetTempPath().TrimEnd('/');
        await using var process = BackgroundProcess.Start("/bin/sh", ["-c", "echo $GREETING from $PWD"], folder, [new("GREETING", "hello")]);

        var line = await process.WaitForLineAsync("from");

        Assert.Equal($"hello from {folder}", line);
    }

    [SkippableFact]
    public async Task The_table_emulator_answers()
    {
        var tables = await Azurite.TablesAsync();

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(tables, "/"));

        Assert.Equal("Azurite-Table", answer.Headers.Server.ToString().Split('/')[0]);
    }

    private static BackgroundProcess Shell(string script)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a POSIX shell");
        return BackgroundProcess.Start("/bin/sh", ["-c", script]);
    }
}
