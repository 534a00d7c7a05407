namespace Patchbay.Tests.Links.Histories;

/// <summary>What goes wrong in a history: processes that are killed between any two steps, and a tracker that fails.</summary>
public sealed class Trouble(Random random)
{
    private int process;

    /// <summary>Chance of a kill at each step; 0 in calm rounds.</summary>
    public double Kills { get; set; }

    /// <summary>Chance of a failure at each call of the tracker; 0 in calm rounds.</summary>
    public double Failures { get; set; }

    /// <summary>How often a process was killed.</summary>
    public int Killed { get; private set; }

    /// <summary>The process that is alive; what another began makes no further step.</summary>
    public int Process => process;

    /// <summary>Lets others have a turn; ends here when the process was killed meanwhile, or just now.</summary>
    public async Task StepAsync(int of)
    {
        await Task.Yield();
        if (random.NextDouble() < Kills)
        {
            Kill();
        }

        if (of != process)
        {
            throw new KilledException();
        }
    }

    /// <summary>Whether a call of the tracker fails now.</summary>
    public bool Fails() => random.NextDouble() < Failures;

    public void Kill()
    {
        process++;
        Killed++;
    }
}

/// <summary>The process that was at work is no more.</summary>
public sealed class KilledException : Exception
{
    public KilledException()
        : base("The process was killed.")
    {
    }

    public KilledException(string message)
        : base(message)
    {
    }

    public KilledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
