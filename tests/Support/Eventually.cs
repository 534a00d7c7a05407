namespace Patchbay.Tests.Support;

/// <summary>Waits for what another process is about to do.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Looks again and again until it is as expected; fails with what was seen last, and the context.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> isAsExpected, Func<string>? context = null, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            var seen = await look();
            if (isAsExpected(seen))
            {
                return seen;
            }

            Assert.False(deadline.IsCancellationRequested, $"Last seen: {seen}\n{context?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }
}
