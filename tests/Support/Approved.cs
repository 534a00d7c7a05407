namespace Patchbay.Tests.Support;

/// <summary>Compares a text with an approved file in tests/Samples, looked at by eye when it was approved.</summary>
internal static class Approved
{
    /// <summary>Fails when the text differs; with PATCHBAY_APPROVE=1 in the environment it becomes the approved one instead.</summary>
    public static void Check(string sample, string text)
    {
        var path = Repository.Sample(sample);
        if (Environment.GetEnvironmentVariable("PATCHBAY_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
