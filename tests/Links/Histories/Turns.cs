namespace Patchbay.Tests.Links.Histories;

/// <summary>Runs all that was begun on one thread, one step at a time; whose step is next, chance decides, and the same seed decides the same.</summary>
public sealed class Turns(Random random) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Step, object? State)> ready = [];

    public override void Post(SendOrPostCallback d, object? state) => ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Begins something; it goes on whenever its turn comes.</summary>
    public void Begin(Func<Task> work, Action<Exception?> ended) => Post(
        async _ =>
        {
            try
            {
                await work();
                ended(null);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                ended(e);
            }
        },
        null);

    /// <summary>Makes at most so many steps.</summary>
    /// <returns>False when nothing was left to do.</returns>
    public bool Run(int steps)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            for (var made = 0; made < steps; made++)
            {
                if (ready.Count == 0)
                {
                    return false;
                }

                var at = random.Next(ready.Count);
                var (step, state) = ready[at];
                ready.RemoveAt(at);
                step(state);
            }

            return ready.Count > 0;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
